/// <reference lib="webworker" />
import { OFFLINE, treatment } from './cache';

const worker = self as unknown as ServiceWorkerGlobalScope;
const SHELF = 'serai-1';

worker.addEventListener('install', (event) => {
  event.waitUntil(fillShelf().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOldShelves().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const kind = treatment(event.request, worker.location.origin);
  if (kind === 'static') event.respondWith(kept(event.request));
  if (kind === 'page') event.respondWith(fetch(event.request).catch(offlinePage));
});

/** The offline page and the files it names. Without credentials: it must be the same for everyone. */
async function fillShelf(): Promise<void> {
  const shelf = await caches.open(SHELF);
  const page = await fetch(OFFLINE, { credentials: 'omit', cache: 'reload' });
  if (!page.ok) return;
  const text = await page.clone().text();
  await shelf.put(OFFLINE, page);
  const files = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(
    (match) => match[1] as string,
  );
  await shelf.addAll([...new Set(files)]);
}

async function dropOldShelves(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== SHELF).map((name) => caches.delete(name)));
}

async function kept(request: Request): Promise<Response> {
  const shelf = await caches.open(SHELF);
  const found = await shelf.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await shelf.put(request, answer.clone());
  return answer;
}

async function offlinePage(): Promise<Response> {
  return (await caches.match(OFFLINE)) ?? Response.error();
}
