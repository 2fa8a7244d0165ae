/** What the page does with a form and an answer, without a browser's network. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lookup, old, outcome, roughly } from './page';

const html = `
<div data-plain></div>
<form data-lookup data-api="/trips/" hidden>
  <input type="radio" name="kind" value="rail" data-units checked><input type="radio" name="kind" value="air">
  <input id="number" maxlength="40"><p data-error="number" hidden></p>
  <input id="day"><p data-error="day" hidden></p>
  <div data-unit><input id="unit"></div><input id="board"><input id="alight">
  <button type="submit"></button>
</form>
<p data-status></p><section data-answer hidden></section>
${['yes-same_run', 'no', 'unknown-old', 'unknown-offline']
  .map(
    (name) =>
      `<template data-outcome="${name}"><h2 tabindex="-1">${name}</h2><b data-fill="number"></b><ul data-found hidden></ul><div data-sent></div></template>`,
  )
  .join('')}
<template data-sent-form="group">group <i data-fill="group"></i> of <i data-fill="possible"></i></template>
<template data-sent-form="whole">whole</template><template data-sent-form="nothing">nothing</template>
<script id="lookup-words" type="application/json">{"number_missing": "missing", "number_unreadable": "unreadable", "date_missing": "when?", "same_run": "near", "source": "source"}</script>`;

const today = new Date().toISOString();
const meta = {
  form: 'serai-trips-1',
  bits: 0,
  periods: [['2026-11-01', '2026-11-28']],
  updated: today,
  trips: 1,
  possible: 2625,
  stale_after_days: 7,
};
const trip = {
  mode: 'rail',
  services: ['G1'],
  dates: ['2026-11-03'],
  url: 'javascript:alert(1)',
  publisher: '<img src=x>',
};
let answers: Record<string, () => Response>;
let addresses: string[];

beforeEach(() => {
  document.body.innerHTML = html;
  addresses = [];
  answers = {
    '/trips/meta': () => Response.json(meta),
    '/trips/buckets/0-0': () => Response.json({ bucket: '0-0', trips: [trip] }),
  };
  vi.stubGlobal('fetch', (address: string, options: RequestInit) => {
    addresses.push(address);
    expect(options).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    return Promise.resolve(answers[address]?.() ?? new Response('', { status: 404 }));
  });
  lookup(document);
});
afterEach(() => vi.unstubAllGlobals());

async function ask(number: string, day: string): Promise<HTMLElement> {
  document.querySelector<HTMLInputElement>('#number')!.value = number;
  document.querySelector<HTMLInputElement>('#day')!.value = day;
  document.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
  const place = document.querySelector<HTMLElement>('[data-answer]')!;
  await vi.waitFor(() => {
    if (place.hidden && !document.querySelector('[aria-invalid]')) throw new Error('no answer yet');
  });
  return place;
}

describe('the page', () => {
  it('shows the form only where the script runs', () => {
    expect(document.querySelector<HTMLElement>('form')!.hidden).toBe(false);
    expect(document.querySelector<HTMLElement>('[data-plain]')!.hidden).toBe(true);
  });

  it('says yes and lists the trip, running nothing that a notice holds', async () => {
    const place = await ask('g1', '2026-11-03');
    expect(place.querySelector('h2')?.textContent).toBe('yes-same_run');
    expect(place.querySelectorAll('img, a')).toHaveLength(0);
    expect(place.textContent).toContain('<img src=x>');
    expect(place.textContent).toContain('whole');
    expect(addresses).toEqual(['/trips/meta', '/trips/buckets/0-0']);
  });

  it('says no for another trip', async () => {
    expect((await ask('G2', '2026-11-03')).querySelector('h2')?.textContent).toBe('no');
  });

  it('asks for the group only, and names it', async () => {
    answers['/trips/meta'] = () => Response.json({ ...meta, bits: 4 });
    answers['/trips/buckets/4-0'] = () => Response.json({ trips: [] });
    for (let n = 1; n < 16; n++)
      answers[`/trips/buckets/4-${n.toString(16)}`] = answers['/trips/buckets/4-0']!;
    const place = await ask('G2', '2026-11-03');
    expect(place.textContent).toMatch(/group 4-[0-9a-f] of 2,600/u);
  });

  it('fetches anew when the list was regrouped meanwhile', async () => {
    let first = true;
    answers['/trips/meta'] = () => {
      const bits = first ? 5 : 0;
      first = false;
      return Response.json({ ...meta, bits });
    };
    expect((await ask('G1', '2026-11-03')).querySelector('h2')?.textContent).toBe('yes-same_run');
    expect(addresses).toHaveLength(4);
  });

  it('claims nothing when the server fails', async () => {
    answers['/trips/meta'] = () => new Response('', { status: 500 });
    const place = await ask('G1', '2026-11-03');
    expect(place.querySelector('h2')?.textContent).toBe('unknown-offline');
    expect(place.textContent).toContain('nothing');
  });

  it('does not say no from an old list', async () => {
    answers['/trips/meta'] = () => Response.json({ ...meta, updated: '2026-01-01T00:00:00Z' });
    expect((await ask('G2', '2026-11-03')).querySelector('h2')?.textContent).toBe('unknown-old');
  });

  it.each([
    ['', '2026-11-03', 'missing'],
    ['hello', '2026-11-03', 'unreadable'],
    ['G1', '', 'when?'],
  ])('refuses %j on %j beside the field and asks for nothing', async (number, day, said) => {
    await ask(number, day);
    const shown = [...document.querySelectorAll<HTMLElement>('[data-error]')].find(
      (p) => !p.hidden,
    );
    expect(shown?.textContent).toBe(said);
    expect(addresses).toEqual([]);
  });
});

describe('small parts', () => {
  it('names the outcome', () => {
    const found = { near: 'other_section' as const, trip };
    expect(outcome({ verdict: 'no', why: '', found: [found] })).toBe('no-other_section');
    expect(outcome({ verdict: 'unknown', why: 'after', found: [] })).toBe('unknown-after');
  });

  it('knows when a list is too old', () => {
    const updated = '2026-11-01T00:00:00+00:00';
    const now = Date.parse('2026-11-08T00:00:01Z');
    expect(old({ updated, stale_after_days: 7 }, now)).toBe(true);
    expect(old({ updated, stale_after_days: 8 }, now)).toBe(false);
    expect(old({ updated: '', stale_after_days: 7 }, now)).toBe(false);
  });

  it('rounds down', () => {
    expect([roughly(2625), roughly(999), roughly(0), roughly(41_999)]).toEqual([
      2600, 990, 0, 41_000,
    ]);
  });
});
