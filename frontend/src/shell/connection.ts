/** Shows the page's own "no connection" note while the browser is offline. The words come with the page. */
export function connection(page: Document, net: { onLine: boolean } = navigator): void {
  const note = page.querySelector<HTMLElement>('[data-offline]');
  if (!note) return;
  const show = () => {
    note.hidden = net.onLine;
  };
  addEventListener('online', show);
  addEventListener('offline', show);
  show();
}
