/** The place of a draft's project: a full path that ends as projects do, checked as soon as it is chosen. */
import { folderOf, isFullPath, joinPath, withProjectEnding } from '../../files/index.ts';
import { host } from '../../host/client.ts';
import { asWireError } from '../../state/index.ts';
import { draft, NOT_ASKED, setDraft } from './draft.ts';

let asked: Promise<void> = Promise.resolve();

/** Takes a path, or a name alone for a file in the folder so far. */
export function setPlace(path: string): void {
  const now = draft();
  if (!now) return;
  const whole = path === '' || isFullPath(path) ? path : joinPath(folderOf(now.out), path);
  setDraft({ out: whole === '' ? '' : withProjectEnding(whole), replace: false, failure: null });
  void checkPlace();
}

/** Forgets the answer about a path while another is being typed. */
export const forgetPlace = (): void => setDraft({ place: NOT_ASKED });

/** Asks whether a project can be made at the draft's place; resolves when that is known. */
export function checkPlace(): Promise<void> {
  const out = draft()?.out;
  if (out === undefined) return Promise.resolve();
  setDraft({ place: { ...NOT_ASKED, busy: true } });
  asked = ask(out);
  return asked;
}

/** Resolves when the place of the draft, which may have just been typed, has been looked at. */
export const placeKnown = (): Promise<void> => (draft()?.place === NOT_ASKED ? checkPlace() : asked);

async function ask(out: string): Promise<void> {
  const isCurrent = (): boolean => draft()?.out === out;
  try {
    const value = await host().call('project.place', { out });
    if (isCurrent()) setDraft({ place: { value, error: null, busy: false } });
  } catch (error) {
    if (isCurrent()) setDraft({ place: { ...NOT_ASKED, error: asWireError(error) } });
  }
}
