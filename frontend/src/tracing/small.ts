/** Small helps of tracing's pages; without scripts every page works all the same. */

/** A choice marked `data-submits` sends its form at once; the button beside it is for those without scripts. */
export function submitsOnChange(page: Document): void {
  page.addEventListener('change', (event) => {
    const choice = event.target;
    if (choice instanceof HTMLSelectElement && 'submits' in choice.dataset)
      choice.form?.requestSubmit();
  });
}

/** Buttons marked `data-print` show themselves, since printing needs this script, and print. */
export function printsPage(page: Document, print: () => void): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', print);
  }
}
