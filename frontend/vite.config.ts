import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { globSync } from 'tinyglobby';
import { defineConfig, type Plugin } from 'vite';

/** Every `src/<folder>/<name>.entry.ts` is an entry named `<folder>/<name>`; every stylesheet in `src/styles` is one too. */
function entries(): Record<string, string> {
  const scripts = globSync('src/*/*.entry.ts').map((file): [string, string] => {
    const [, folder, name] = file.split('/') as [string, string, string];
    return [`${folder}/${name.replace('.entry.ts', '')}`, file];
  });
  const styles = globSync('src/styles/*.css').map((file): [string, string] => [
    `styles/${basename(file, '.css')}`,
    file,
  ]);
  return Object.fromEntries([...scripts, ...styles]);
}

/** Lucide's drawings as one file, so that Django inlines them: an icon then takes the colour of its text. */
function icons(): Plugin {
  const folder = 'node_modules/lucide-static/icons';
  return {
    name: 'serai-icons',
    generateBundle() {
      const drawings = readdirSync(folder)
        .filter((file) => file.endsWith('.svg'))
        .map((file): [string, string] => {
          const svg = readFileSync(join(folder, file), 'utf8');
          const inner = svg.slice(
            svg.indexOf('>', svg.indexOf('<svg')) + 1,
            svg.lastIndexOf('</svg>'),
          );
          return [basename(file, '.svg'), inner.replaceAll(/\s*\n\s*/g, '')];
        });
      this.emitFile({
        type: 'asset',
        fileName: 'icons.json',
        source: JSON.stringify(Object.fromEntries(drawings)),
      });
    },
  };
}

/** A `.gz` beside every text that is worth it; WhiteNoise sends it to whoever accepts it. */
function compressed(): Plugin {
  return {
    name: 'serai-compressed',
    writeBundle({ dir = 'dist' }, bundle) {
      for (const file of Object.keys(bundle).filter((name) => /\.(js|css|svg)$/.test(name))) {
        const plain = readFileSync(join(dir, file));
        const small = gzipSync(plain, { level: 9 });
        if (small.length < plain.length * 0.95) writeFileSync(join(dir, `${file}.gz`), small);
      }
    },
  };
}

export default defineConfig({
  base: '/static/',
  publicDir: 'public',
  plugins: [icons(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the content policy takes fonts and scripts from this host only
    chunkSizeWarningLimit: 1200, // maps and scan viewers are large, and loaded by their own pages only
    target: 'es2022',
    rollupOptions: {
      input: entries(),
      onwarn(warning, warn) {
        // htmx offers eval as a feature; the shell switches it off (htmx-config) and the content policy forbids it.
        if (warning.code !== 'EVAL' || !warning.id?.includes('htmx.org')) warn(warning);
      },
    },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], passWithNoTests: true },
} as Parameters<typeof defineConfig>[0]);
