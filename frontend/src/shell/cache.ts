/**
 * What the service worker may keep: our own built files (their names change with their content) and the offline page.
 * Never a page of the site and never an answer of the API: they hold people's data.
 */
export const OFFLINE = '/offline/';

/** `static` is kept, `page` falls back to the offline page, everything else goes to the network untouched. */
export function treatment(
  request: Pick<Request, 'method' | 'mode' | 'url'>,
  origin: string,
): 'static' | 'page' | 'network' {
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== origin) return 'network';
  if (
    address.pathname.startsWith('/static/assets/') ||
    address.pathname.startsWith('/static/icons/')
  )
    return 'static';
  return request.mode === 'navigate' ? 'page' : 'network';
}
