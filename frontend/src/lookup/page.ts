/** The page: reads the form, works the answer out, and shows it in the words that the page carries. */

import { type Answer, type Closeness, type Periods, type Trip, answer } from './answer';
import { type Group, type Meta, group } from './list';
import { type Family, readings } from './numbers';

type Words = Record<string, string>;
type Sent = { form: 'group' | 'whole' | 'nothing'; group?: Group };

/** Make the form of this page work. Does nothing on a page without one. */
export function lookup(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('form[data-lookup]');
  if (!form) return;
  const words = JSON.parse(page.getElementById('lookup-words')?.textContent ?? '{}') as Words;
  page.querySelector<HTMLElement>('[data-plain]')?.setAttribute('hidden', '');
  form.hidden = false;
  const kinds = form.querySelectorAll<HTMLInputElement>('input[name=kind]');
  kinds.forEach((kind) => kind.addEventListener('change', () => fits(form, kind)));
  form.addEventListener('submit', (event) => {
    event.preventDefault(); // nothing of this form is ever submitted
    void ask(page, form, words);
  });
}

/** The number's label and example, and whether there are carriages, follow the kind of transport. */
function fits(form: HTMLFormElement, kind: HTMLInputElement): void {
  text(form, '[data-number-label]', kind.dataset['number'] ?? '');
  text(form, '[data-example-text]', kind.dataset['example'] ?? '');
  const unit = form.querySelector<HTMLElement>('[data-unit]');
  if (unit) unit.hidden = kind.dataset['units'] === undefined;
}

async function ask(page: Document, form: HTMLFormElement, words: Words): Promise<void> {
  page.querySelector('[data-answer]')?.setAttribute('hidden', ''); // it belongs to another question
  const kind = form.querySelector<HTMLInputElement>('input[name=kind]:checked');
  const family = (kind?.value ?? 'rail') as Family;
  const ways = readings(value(form, 'number'), family);
  const services = [...new Set(ways.flatMap((way) => way.services))];
  const day = value(form, 'day');
  const number = value(form, 'number').trim() ? 'number_unreadable' : 'number_missing';
  const wrong = [
    fault(form, 'number', services.length ? '' : (words[number] ?? '')),
    fault(form, 'day', /^\d{4}-\d{2}-\d{2}$/u.test(day) ? '' : (words['date_missing'] ?? '')),
  ].find((field) => field !== null);
  if (wrong) {
    wrong.focus();
    return;
  }
  const fills: Words = { number: services.join(' / '), day: dayText(page, day) };
  if (!globalThis.crypto?.subtle) {
    show(page, 'unknown-device', fills, words, [], { form: 'nothing' });
    return;
  }
  const status = page.querySelector('[data-status]');
  if (status) status.textContent = words['looking'] ?? '';
  try {
    const asked = ways.flatMap((way) =>
      way.services.map((service) => ({ family: way.family, service })),
    );
    const found = await group(form.dataset['api'] ?? '', asked, day);
    const unit = kind?.dataset['units'] === undefined ? '' : value(form, 'unit');
    const query = {
      day,
      unit,
      board: value(form, 'board'),
      alight: value(form, 'alight'),
    };
    const stale = old(found.meta, Date.now());
    const said = best(
      ways.map((way) => answer({ ...way, ...query }, found.trips, found.meta.periods, stale)),
    );
    fills['periods'] = found.meta.periods.map((one) => periodText(page, one)).join(', ');
    fills['updated'] = found.meta.updated ? dayText(page, found.meta.updated.slice(0, 10)) : '';
    const sent: Sent = { form: found.meta.bits ? 'group' : 'whole', group: found };
    show(page, outcome(said), fills, words, said.found, sent);
  } catch {
    show(page, 'unknown-offline', fills, words, [], { form: 'nothing' });
  } finally {
    if (status) status.textContent = '';
  }
}

/** One yes is a yes; else the reading of the kind that was chosen counts. */
export function best(answers: Answer[]): Answer {
  const [first] = answers;
  const found = answers.find(({ verdict }) => verdict === 'yes') ?? first;
  return found ?? { verdict: 'unknown', why: 'none_published', found: [] };
}

/** Which of the page's answers this is. */
export function outcome(said: Answer): string {
  if (said.verdict === 'unknown') return `unknown-${said.why}`;
  const nearest = said.found[0]?.near;
  if (said.verdict === 'no') return nearest ? 'no-other_section' : 'no';
  return `yes-${nearest}`;
}

/** True if nobody looked after the list for too long to trust a "no". */
export function old(meta: Pick<Meta, 'updated' | 'stale_after_days'>, now: number): boolean {
  return now - Date.parse(meta.updated) > meta.stale_after_days * 86_400_000;
}

function show(
  page: Document,
  name: string,
  fills: Words,
  words: Words,
  found: Answer['found'],
  sent: Sent,
): void {
  const place = page.querySelector<HTMLElement>('[data-answer]');
  const shape = page.querySelector<HTMLTemplateElement>(`template[data-outcome="${name}"]`);
  const receipt = page.querySelector<HTMLTemplateElement>(
    `template[data-sent-form="${sent.form}"]`,
  );
  if (!place || !shape || !receipt) return;
  const content = shape.content.cloneNode(true) as DocumentFragment;
  content.querySelector('[data-sent]')?.append(receipt.content.cloneNode(true));
  const language = page.documentElement.lang || 'en';
  const all: Words = {
    ...fills,
    group: sent.group?.name ?? '',
    possible: new Intl.NumberFormat(`${language}-u-nu-latn`).format(
      roughly(sent.group?.meta.possible ?? 0),
    ),
  };
  for (const slot of content.querySelectorAll<HTMLElement>('[data-fill]'))
    slot.textContent = all[slot.dataset['fill'] ?? ''] ?? '';
  const list = content.querySelector<HTMLElement>('[data-found]');
  if (list && found.length) {
    list.hidden = false;
    list.append(...found.map(({ near, trip }) => line(page, near, trip, words)));
  }
  place.replaceChildren(content);
  place.hidden = false;
  place.querySelector<HTMLElement>('h2')?.focus();
  place.scrollIntoView?.({ block: 'nearest' });
}

/** 2 625 possible trips are "about 2 600". */
export function roughly(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count || 1)) - 1);
  return Math.floor(count / step) * step;
}

const tones: Record<Closeness, string> = {
  same_unit: 'tag tag--high',
  same_run: 'tag tag--mid',
  other_unit: 'tag',
  other_section: 'tag',
};

function line(page: Document, near: Closeness, trip: Trip, words: Words): HTMLElement {
  const item = page.createElement('li');
  item.className = 'stack stack--sm';
  const head = part(page, 'p', 'row row--apart');
  head.append(
    bdi(page, trip.services.join(' / '), 'b', 'ltr'),
    part(page, 'span', tones[near], words[near]),
  );
  const ways = part(page, 'p', 'sm');
  if (trip.board || trip.alight)
    ways.append(
      bdi(page, trip.board || (words['stop_unknown'] ?? '')),
      page.createTextNode(' – '),
      bdi(page, trip.alight || (words['stop_unknown'] ?? '')),
      page.createTextNode(' · '),
    );
  ways.append(times(page, trip, words), page.createTextNode(' · '));
  if (trip.units?.length) {
    ways.append(
      page.createTextNode(`${words['carriage']} `),
      bdi(page, trip.units.join(', '), 'num', 'ltr'),
    );
  } else ways.append(page.createTextNode(words['carriage_unknown'] ?? ''));
  item.append(head, ways);
  const source = sourceOf(page, trip, words);
  if (source) item.append(source);
  return item;
}

function times(page: Document, trip: Trip, words: Words): HTMLElement {
  if (!trip.depart && !trip.arrive) return part(page, 'span', '', words['time_unknown']);
  const clocks = [trip.depart, trip.arrive].map((moment) => moment?.slice(11, 16) ?? '?');
  const whole = part(page, 'span', '');
  whole.append(bdi(page, clocks.join('–'), 'num', 'ltr'), ` ${words['local'] ?? ''}`);
  return whole;
}

function sourceOf(page: Document, trip: Trip, words: Words): HTMLElement | null {
  const row = part(page, 'p', 'sm soft');
  if (trip.publisher) row.append(bdi(page, trip.publisher));
  if (trip.url && /^https?:\/\//u.test(trip.url)) {
    const link = page.createElement('a');
    link.className = 'solo';
    link.href = trip.url;
    link.rel = 'noreferrer noopener external';
    link.textContent = words['source'] ?? '';
    row.append(...(trip.publisher ? [page.createTextNode(' · ')] : []), link);
  }
  return row.childNodes.length ? row : null;
}

function part(page: Document, tag: string, classes: string, content = ''): HTMLElement {
  const made = page.createElement(tag);
  if (classes) made.className = classes;
  made.textContent = content;
  return made;
}

function bdi(page: Document, content: string, classes = '', direction = ''): HTMLElement {
  const made = part(page, 'bdi', classes, content);
  if (direction) made.dir = direction;
  return made;
}

function fault(form: HTMLFormElement, id: string, said: string): HTMLInputElement | null {
  const field = form.querySelector<HTMLInputElement>(`#${id}`);
  const place = form.querySelector<HTMLElement>(`[data-error=${id}]`);
  if (place) {
    place.textContent = said;
    place.hidden = !said;
  }
  if (said) field?.setAttribute('aria-invalid', 'true');
  else field?.removeAttribute('aria-invalid');
  return said ? field : null;
}

function value(form: HTMLFormElement, id: string): string {
  return form.querySelector<HTMLInputElement>(`#${id}`)?.value ?? '';
}

function text(form: HTMLFormElement, selector: string, content: string): void {
  const place = form.querySelector(selector);
  if (place) place.textContent = content;
}

/** A calendar day in the reader's form; Western digits. */
function dayText(page: Document, day: string, weekday = true): string {
  const language = page.documentElement.lang || 'en';
  const locale = `${language === 'en' ? 'en-GB' : language}-u-nu-latn-ca-gregory`;
  return new Intl.DateTimeFormat(locale, {
    ...(weekday ? { weekday: 'short' as const } : {}),
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
}

function periodText(page: Document, [first, last]: Periods[number]): string {
  return `${dayText(page, first, false)} – ${dayText(page, last, false)}`;
}
