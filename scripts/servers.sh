#!/bin/sh
# Real POP3 servers besides Dovecot, for a try (make try-servers): Courier, GNU Mailutils, popa3d and Cyrus.
#
#   servers.sh get DIR             downloads their Debian packages and unpacks them below DIR: they conflict with each
#                                  other, so nothing is installed
#   servers.sh run NAME DIR WORK   sets one up in WORK, says "ready", and keeps it until its standard input ends
#
# "run" needs root. The server lives in a mount namespace of its own, where its package lies over /usr and /etc is
# private: this system's own files stay as they are. The user is ann with password $PASSWORD. Once ready, WORK/talk
# serves one connection on its standard input and output, as inetd would have it, or WORK/port names the server's port.
# Mail goes into WORK/mail: the mbox WORK/mail/ann (popa3d, mailutils), the maildir WORK/mail/home/Maildir (courier), or
# through WORK/deliver, which reads one letter (cyrus).
set -eu
servers="popa3d mailutils courier cyrus"

package() {
	case $1 in
	popa3d) echo popa3d ;;
	mailutils) echo mailutils-pop3d ;;
	courier) echo courier-pop ;;
	cyrus) echo cyrus-pop3d sasl2-bin ;;
	*) echo "no such server: $1" >&2; exit 2 ;;
	esac
}

# get asks apt what an installation would bring and unpacks that, but for mail systems which nothing here needs.
get() {
	mkdir -p "$1"
	dir=$(cd "$1" && pwd)
	for name in $servers; do
		[ -d "$dir/$name" ] && continue
		rm -rf "$dir/tmp" && mkdir -p "$dir/tmp/root"
		list=$(apt-get -s --no-install-recommends install $(package "$name") | sed -n 's/^Inst \([^ ]*\) .*/\1/p' | grep -Ev '^(exim4|bsd-mailx|postfix|db-util|db5)')
		(cd "$dir/tmp" && apt-get -q download $list)
		for deb in "$dir"/tmp/*.deb; do dpkg-deb -x "$deb" "$dir/tmp/root"; done
		for part in bin sbin lib; do # they are links into /usr on today's systems
			[ -d "$dir/tmp/root/$part" ] && mkdir -p "$dir/tmp/root/usr/$part" && cp -a "$dir/tmp/root/$part/." "$dir/tmp/root/usr/$part/"
		done
		mkdir -p "$dir/tmp/root/etc"
		mv "$dir/tmp/root" "$dir/$name"
		rm -rf "$dir/tmp"
	done
}

# inside runs in the new namespace.
inside() {
	name=$1 root=$2 work=$3
	mkdir -p "$work/own" "$work/mail"
	mount -t tmpfs none "$work/own"
	mkdir "$work/own/etc" "$work/own/tmp"
	mount -t overlay overlay -o "lowerdir=$root/usr:/usr" /usr
	mount -t overlay overlay -o "lowerdir=$root/etc:/etc,upperdir=$work/own/etc,workdir=$work/own/tmp" /etc
	mount -t tmpfs none /var && mount -t tmpfs none /run
	mkdir -p /var/mail /var/lib /var/log /var/spool /var/empty /run/lock
	ln -s /run /var/run && ln -s /var/mail /var/spool/mail
	mount --bind "$work/mail" /var/mail
	hash=$(openssl passwd -6 "$PASSWORD")
	printf 'ann:x:4242:4242::/var/mail/home:/bin/sh\npopa3d:x:4243:4243::/var/empty:/bin/false\ncyrus:x:4244:8::/var/lib/cyrus:/bin/sh\ncourier:x:4245:4245::/var/empty:/bin/false\n' >>/etc/passwd
	printf 'ann:x:4242:\npopa3d:x:4243:\ncourier:x:4245:\n' >>/etc/group
	echo "ann:$hash:19000:0:99999:7:::" >>/etc/shadow
	for service in popa3d pop3 mailutils gnu-pop3d other; do
		printf 'auth required pam_unix.so\naccount required pam_permit.so\nsession required pam_permit.so\n' >"/etc/pam.d/$service"
	done
	chown 4242:8 "$work/mail" && chmod 1777 "$work/mail"
	"start_$name" "$work"
	echo ready
	cat >/dev/null # until the caller goes
	stop
}

stop() { [ -z "${children:-}" ] || kill $children 2>/dev/null || true; }

# talk makes WORK/talk, which comes into the namespace for each connection.
talk() {
	work=$1; shift
	printf '#!/bin/sh\nexec nsenter --mount=/proc/%s/ns/mnt -- %s\n' "$$" "$*" >"$work/talk"
	chmod +x "$work/talk"
}

start_popa3d() {
	mkdir -p /var/lib/popa3d && chmod 755 /var/lib/popa3d
	talk "$1" /usr/sbin/popa3d
}

start_mailutils() { talk "$1" /usr/sbin/pop3d --no-config --inetd --set .mailbox.mail-spool=/var/mail; }

start_courier() {
	for sub in cur new tmp; do mkdir -p "$1/mail/home/Maildir/$sub"; done
	chown -R 4242:4242 "$1/mail/home"
	mkdir -p /run/courier/authdaemon && chown -R 4245:4245 /run/courier
	/usr/sbin/authdaemond start
	children=$(cat /run/courier/authdaemon/pid 2>/dev/null || true)
	talk "$1" "env TCPREMOTEIP=127.0.0.1 TCPREMOTEPORT=40000 TCPLOCALIP=127.0.0.1 TCPLOCALPORT=110 POP3_TLS=0 POP3_STARTTLS=NO sh -c 'set -a; . /etc/courier/pop3d; exec /usr/lib/courier/courier/courierpop3login /usr/lib/courier/courier/courierpop3d Maildir'"
}

start_cyrus() {
	port=$(cat "$1/wanted-port")
	mkdir -p /var/lib/cyrus /var/spool/cyrus/mail /run/cyrus/socket /run/cyrus/lock /run/cyrus/proc
	cat >/etc/imapd.conf <<-EOC
	configdirectory: /var/lib/cyrus
	defaultpartition: default
	partition-default: /var/spool/cyrus/mail
	proc_path: /run/cyrus/proc
	mboxname_lockpath: /run/cyrus/lock
	lmtpsocket: /run/cyrus/socket/lmtp
	notifysocket: /run/cyrus/socket/notify
	idlesocket: /run/cyrus/socket/idle
	admins: cyrus
	sasl_pwcheck_method: auxprop
	sasl_auxprop_plugin: sasldb
	sasl_mech_list: PLAIN LOGIN SCRAM-SHA-256 CRAM-MD5
	allowplaintext: yes
	autocreate_users: anyone
	autocreate_quota: -1
	autocreate_post: yes
	duplicatesuppression: no
	EOC
	cat >/etc/cyrus.conf <<-EOC
	START { recover cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -r" }
	SERVICES {
	  pop3 cmd="/usr/lib/cyrus/bin/pop3d" listen="127.0.0.1:$port" prefork=0 maxchild=20
	  lmtpunix cmd="/usr/lib/cyrus/bin/lmtpd -a" listen="/run/cyrus/socket/lmtp" prefork=0 maxchild=4
	}
	EVENTS { }
	EOC
	echo "$PASSWORD" | saslpasswd2 -p -c -u "$(hostname)" ann
	chown 4244:8 /etc/sasldb2
	chown -R 4244:8 /var/lib/cyrus /var/spool/cyrus /run/cyrus
	/usr/sbin/cyrmaster -D -C /etc/imapd.conf -M /etc/cyrus.conf >"$1/log" 2>&1 &
	children=$!
	printf '#!/bin/sh\nexec nsenter --mount=/proc/%s/ns/mnt -- setpriv --reuid=4244 --regid=8 --clear-groups /usr/lib/cyrus/bin/deliver ann\n' "$$" >"$1/deliver"
	chmod +x "$1/deliver"
	echo "$port" >"$1/port"
	sleep 1
}

case ${1:-} in
get) get "$2" ;;
run)
	root=$(cd "$3/$2" && pwd) && mkdir -p "$4" && work=$(cd "$4" && pwd)
	exec unshare --mount --propagation private "$0" inside "$2" "$root" "$work" ;;
inside) inside "$2" "$3" "$4" ;;
*) sed -n '2,15p' "$0"; exit 2 ;;
esac
