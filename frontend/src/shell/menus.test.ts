import { beforeEach, describe, expect, it } from 'vitest';
import { closesMenus } from './menus';

describe('a menu', () => {
  beforeEach(() => {
    document.body.innerHTML =
      '<details class="menu" open><summary>Language</summary><button>English</button></details><p>Page</p>';
  });
  closesMenus(document);
  const menu = () => document.querySelector('details')!;

  it('closes when someone clicks outside it', () => {
    document.querySelector('p')!.click();
    expect(menu().open).toBe(false);
  });

  it('stays open for a click inside', () => {
    document.querySelector('button')!.click();
    expect(menu().open).toBe(true);
  });

  it('closes on Escape and gives the focus back', () => {
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(menu().open).toBe(false);
    expect(document.activeElement?.tagName).toBe('SUMMARY');
  });
});
