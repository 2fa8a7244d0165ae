import { beforeEach, expect, test, vi } from 'vitest';
import { printsPage, submitsOnChange } from './small';

beforeEach(() => {
  document.body.innerHTML = `
    <form><select data-submits><option>a</option><option>b</option></select><select id="plain"></select></form>
    <button data-print hidden>Print</button>`;
});

test('a marked choice sends its form, another one does not', () => {
  const form = document.querySelector('form')!;
  const sent = vi.spyOn(form, 'requestSubmit').mockImplementation(() => undefined);
  submitsOnChange(document);
  document.querySelector('#plain')!.dispatchEvent(new Event('change', { bubbles: true }));
  expect(sent).not.toHaveBeenCalled();
  document.querySelector('[data-submits]')!.dispatchEvent(new Event('change', { bubbles: true }));
  expect(sent).toHaveBeenCalledOnce();
});

test('the print button appears only with the script that prints', () => {
  const print = vi.fn();
  const button = document.querySelector<HTMLButtonElement>('[data-print]')!;
  expect(button.hidden).toBe(true);
  printsPage(document, print);
  expect(button.hidden).toBe(false);
  button.click();
  expect(print).toHaveBeenCalledOnce();
});
