// Runs "satchel render" on every letter of a folder with a manifest.json. Pictures of the network are given by their sizes,
// those of the letters by their files, as the reference has them.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const { SATCHEL, CORPUS, OUT, FONTS, WIDTH } = process.env;
let failed = 0;
for (const letter of JSON.parse(fs.readFileSync(path.join(CORPUS, 'manifest.json'), 'utf8'))) {
	const files = Object.fromEntries(Object.entries(letter.assets).map(([src, file]) => [src, path.join(CORPUS, file)]));
	const pictures = path.join(OUT, letter.id + '.pictures.json');
	fs.writeFileSync(pictures, JSON.stringify({ sizes: letter.placeholders, files }));
	const out = name => path.join(OUT, letter.id + name);
	try {
		execFileSync(SATCHEL, ['render', path.join(CORPUS, letter.file), '--width', WIDTH, '--fonts', FONTS,
			'--pictures', pictures, '--png', out('.png'), '--json', out('.json')], { stdio: 'inherit' });
	} catch (e) {
		failed++;
		console.error(letter.id, String(e).split('\n')[0]);
	}
	fs.rmSync(pictures);
}
if (failed) process.exit(1);
