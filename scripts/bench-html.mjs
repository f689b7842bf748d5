// Runs "satchel render" on every letter of a folder with a manifest.json, and PEER, litehtml's program, in turn with it.
// Pictures of the network are given by their sizes, those of the letters by their files, as the reference has them. In the
// end it prints how long the two programs took, process start and PNG included.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const { SATCHEL, CORPUS, OUT, FONTS, WIDTH, PEER, UA, PEEROUT } = process.env;
let failed = 0;
const times = { satchel: [], litehtml: [] };

function timed(who, program, args) {
	const start = process.hrtime.bigint();
	execFileSync(program, args, { stdio: ['ignore', 'inherit', who === 'satchel' ? 'inherit' : 'ignore'], timeout: 60000 });
	times[who].push(Number(process.hrtime.bigint() - start) / 1e6);
}

// size reads a picture's size out of its first bytes: PNG, GIF or JPEG.
function size(file) {
	const b = fs.readFileSync(file);
	if (b.subarray(1, 4).toString() === 'PNG') return [b.readUInt32BE(16), b.readUInt32BE(20)];
	if (b.subarray(0, 3).toString() === 'GIF') return [b.readUInt16LE(6), b.readUInt16LE(8)];
	for (let i = 2; i + 9 < b.length; i += 2 + b.readUInt16BE(i + 2)) {
		if (b[i + 1] >= 0xC0 && b[i + 1] <= 0xCF && ![0xC4, 0xC8, 0xCC].includes(b[i + 1])) return [b.readUInt16BE(i + 7), b.readUInt16BE(i + 5)];
	}
	return [100, 40];
}

function peer(letter) {
	const sizes = { ...letter.placeholders };
	for (const [src, file] of Object.entries(letter.assets)) sizes[src] = size(path.join(CORPUS, file));
	const list = path.join(PEEROUT, letter.id + '.tsv');
	fs.writeFileSync(list, Object.entries(sizes).filter(([src]) => !/[\t\r\n]/.test(src)).map(([src, s]) => [src, Math.round(s[0]), Math.round(s[1])].join('\t') + '\n').join(''));
	const out = path.join(PEEROUT, letter.id);
	try {
		timed('litehtml', PEER, [WIDTH, UA, path.join(CORPUS, letter.file), list, out + '.json', out + '.png']);
	} catch (e) {
		console.error('litehtml', letter.id, String(e).split('\n')[0]);
	}
	fs.rmSync(list);
}

for (const letter of JSON.parse(fs.readFileSync(path.join(CORPUS, 'manifest.json'), 'utf8'))) {
	const files = Object.fromEntries(Object.entries(letter.assets).map(([src, file]) => [src, path.join(CORPUS, file)]));
	const pictures = path.join(OUT, letter.id + '.pictures.json');
	fs.writeFileSync(pictures, JSON.stringify({ sizes: letter.placeholders, files }));
	const out = name => path.join(OUT, letter.id + name);
	try {
		timed('satchel', SATCHEL, ['render', path.join(CORPUS, letter.file), '--width', WIDTH, '--fonts', FONTS,
			'--pictures', pictures, '--png', out('.png'), '--json', out('.json')]);
	} catch (e) {
		failed++;
		console.error(letter.id, String(e).split('\n')[0]);
	}
	fs.rmSync(pictures);
	if (PEER) peer(letter);
}
// What starting a program, its fonts and an empty picture take, is taken off: the letter's own time is left.
const own = { satchel: [...times.satchel], litehtml: [...times.litehtml] };
const empty = path.join(OUT, '.empty.html'), none = path.join(OUT, '.empty.tsv'), scrap = path.join(OUT, '.empty');
fs.writeFileSync(empty, '<p>x');
fs.writeFileSync(none, '');
const starts = { satchel: [], litehtml: [] };
for (let i = 0; i < 21; i++) {
	for (const who of PEER ? ['satchel', 'litehtml'] : ['satchel']) {
		times[who].length = 0;
		timed(who, who === 'satchel' ? SATCHEL : PEER, who === 'satchel'
			? ['render', empty, '--width', WIDTH, '--fonts', FONTS, '--png', scrap + '.png', '--json', scrap + '.json']
			: [WIDTH, UA, empty, none, scrap + '.json', scrap + '.png']);
		starts[who].push(times[who][0]);
	}
}
for (const file of fs.readdirSync(OUT)) if (file.startsWith('.empty')) fs.rmSync(path.join(OUT, file));
for (const [who, list] of Object.entries(own)) {
	if (!list.length) continue;
	const start = starts[who].sort((a, b) => a - b)[10];
	list.sort((a, b) => a - b);
	const at = share => list[Math.min(list.length - 1, Math.floor(list.length * share))].toFixed(0);
	console.log(`${who}: ${list.length} letters, one process each: median ${at(.5)} ms, 99 % ${at(.99)} ms; an empty one takes ${start.toFixed(0)} ms of it`);
}
if (failed) process.exit(1);
