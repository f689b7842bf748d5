package mailstore

import (
	"context"
	"strings"
)

// searchQuery writes the statement for a search. The words are looked up first and then the row of each message found;
// the list's own conditions narrow it down.
func searchQuery(w searchWords, q Query, after Cursor, column string, runs []int64) (string, []any) {
	var b strings.Builder
	var args []any
	ranked := q.Ranked && len(w.exact) > 0
	b.WriteString("SELECT id, date FROM ")
	if len(w.wanted) > 0 {
		b.WriteString("(SELECT rowid AS found FROM search WHERE search MATCH ?) CROSS JOIN messages ON id = found")
		args = append(args, strings.Join(w.wanted, " AND "))
	} else {
		b.WriteString("messages")
	}
	if ranked {
		b.WriteString(" LEFT JOIN (SELECT rowid AS ahead FROM search WHERE search MATCH ?) ON ahead = id")
		args = append(args, strings.Join(w.exact, " AND "))
	}
	b.WriteString(" WHERE " + column + " IN (SELECT value FROM json_each(?))")
	args = append(args, idList(runs))
	conditions, more := q.narrowed(w.filters, Cursor{})
	b.WriteString(conditions)
	args = append(args, more...)
	if len(w.unwanted) > 0 {
		b.WriteString(" AND id NOT IN (SELECT rowid FROM search WHERE search MATCH ?)")
		args = append(args, strings.Join(w.unwanted, " OR "))
	}
	order := " ORDER BY date DESC, id DESC"
	switch {
	case ranked && after != (Cursor{}):
		b.WriteString(" AND (ahead IS NOT NULL, date, id) < (EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?), ?, ?)")
		args = append(args, strings.Join(w.exact, " AND "), after.ID, after.Date, after.ID)
	case after != (Cursor{}):
		b.WriteString(" AND (date, id) < (?, ?)")
		args = append(args, after.Date, after.ID)
	}
	if ranked {
		order = " ORDER BY ahead IS NOT NULL DESC, date DESC, id DESC"
	}
	return b.String() + order, args
}

// storeNames looks names up in the store, once a query. Errors make it know none: the query is read as words.
type storeNames struct {
	ctx   context.Context
	store *Store
}

// folders finds by use ("sent", in English), by name or by the whole path with slashes.
func (n storeNames) folders(name string) []FolderID {
	list, err := n.store.Folders(n.ctx)
	if err != nil {
		return nil
	}
	byID := make(map[FolderID]Folder, len(list))
	for _, f := range list {
		byID[f.ID] = f
	}
	var ids []FolderID
	for _, f := range list {
		path := f.Name
		for up, depth := byID[f.Parent], 0; up.ID != 0 && depth < len(list); up, depth = byID[up.Parent], depth+1 {
			path = up.Name + "/" + path
		}
		if f.Role != "" && strings.EqualFold(string(f.Role), name) || strings.EqualFold(f.Name, name) || strings.EqualFold(path, name) {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// accounts finds by short name or address, or what is before the @ of it.
func (n storeNames) accounts(name string) []AccountID {
	list, err := n.store.Accounts(n.ctx)
	if err != nil {
		return nil
	}
	var ids []AccountID
	for _, a := range list {
		local, _, _ := strings.Cut(a.Email, "@")
		if strings.EqualFold(a.Slug, name) || strings.EqualFold(a.Email, name) || strings.EqualFold(local, name) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}
