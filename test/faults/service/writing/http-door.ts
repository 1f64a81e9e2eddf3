import type { Act, Person } from './acts.ts';
import { personFor } from './acts.ts';
import { Refused, type Answer, type Door } from './writer.ts';

/** The API keys of the people in each engagement. */
export type Keys = Readonly<Record<Person, string>>;

/** The product over HTTP: a command's id is its Idempotency-Key. */
export class HttpDoor implements Door {
  readonly #url: string;
  readonly #keys: Keys;

  constructor(url: string, keys: Keys) {
    this.#url = url;
    this.#keys = keys;
  }

  async submit(engagement: string, id: string, act: Act): Promise<Answer> {
    const { path, body } = requestOf(act);
    const response = await fetch(`${this.#url}/v1/engagements/${engagement}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#keys[personFor(act)]}`,
        'content-type': 'application/json',
        'idempotency-key': id,
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Answer & { readonly code: string; readonly detail: string };
    if (response.ok) return answer;
    // What the HTTP layer itself objects to was no rule of the ledger: nobody knows what became of the command.
    if (answer.code.startsWith('http/')) throw new Error(`${response.status} ${answer.code}: ${answer.detail}`);
    throw new Refused(answer.code);
  }
}

function requestOf(act: Act): { readonly path: string; readonly body: object } {
  switch (act.kind) {
    case 'define':
      return { path: '/tasks', body: { ref: act.ref, definition: { title: act.title }, effectiveFrom: act.from } };
    case 'close':
    case 'reopen':
      return { path: `/tasks/${act.ref}/${act.kind}`, body: { effectiveFrom: act.from } };
    case 'members': {
      const members = act.names.map((name) => ({ party: 'p2', kind: 'person', name, roles: [] }));
      return { path: '/members', body: { members } };
    }
    case 'propose': {
      const { title, lines, from: effectiveFrom, to } = act;
      const until = to === undefined ? {} : { effectiveTo: to };
      return { path: '/changes', body: { title, lines, effectiveFrom, ...until } };
    }
    case 'approve':
      return { path: `/changes/${act.change}/approvals`, body: { digest: act.digest } };
    case 'evidence':
      return { path: `/tasks/${act.ref}/evidence`, body: { digest: act.digest, title: act.title } };
    case 'acknowledge':
      return { path: `/tasks/${act.ref}/acknowledgements`, body: { assignment: act.assignment, text: act.text } };
  }
}
