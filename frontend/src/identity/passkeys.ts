/**
 * Forms that a passkey fills in: `<form data-passkey="get|create">` with a hidden `credential` field, options in a
 * json_script (`data-options`) or at an address (`data-options-url`), and their words in `[data-passkey-wrong]`.
 */
import { creation, requested, spoken, type Options } from './webauthn';

type Wrong = 'cancelled' | 'unsupported' | 'unreachable' | 'known';

/** Let the page's passkey forms ask the browser before they are sent. */
export function passkeyForms(page: Document): void {
  for (const form of page.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void ask(form);
    });
  }
}

async function ask(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector('button');
  hush(form);
  if (!('credentials' in navigator) || !('PublicKeyCredential' in window))
    return say(form, 'unsupported');
  if (button) button.disabled = true;
  try {
    const options = await optionsOf(form);
    if (!options) return say(form, 'unreachable');
    const credential =
      form.dataset['passkey'] === 'create'
        ? await navigator.credentials.create(creation(options.creation_options))
        : await navigator.credentials.get(requested(options.request_options));
    if (!credential) return say(form, 'cancelled');
    const field = form.elements.namedItem('credential') as HTMLInputElement;
    field.value = JSON.stringify(spoken(credential as PublicKeyCredential));
    form.submit();
  } catch (error) {
    say(
      form,
      error instanceof DOMException && error.name === 'InvalidStateError' ? 'known' : 'cancelled',
    );
  } finally {
    if (button) button.disabled = false;
  }
}

async function optionsOf(form: HTMLFormElement): Promise<Options | undefined> {
  const { options, optionsUrl } = form.dataset;
  if (options)
    return JSON.parse(document.getElementById(options)?.textContent ?? 'null') ?? undefined;
  try {
    const answer = await fetch(optionsUrl ?? '', { headers: { Accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as Options) : undefined;
  } catch {
    return undefined;
  }
}

function say(form: HTMLFormElement, what: Wrong): void {
  const place = form.querySelector<HTMLElement>('[data-passkey-wrong]');
  if (!place) return;
  place.textContent = place.dataset[what] ?? '';
  place.hidden = false;
}

function hush(form: HTMLFormElement): void {
  const place = form.querySelector<HTMLElement>('[data-passkey-wrong]');
  if (place) place.hidden = true;
}
