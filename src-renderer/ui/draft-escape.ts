/**
 * Escape in a field takes back what was typed there, and the dialog or panel around it stays open. Radix closes these on the way down
 * to the field, before the field hears of the key: fields say by an attribute that they have something to take back.
 */

/** For the element of a field: whether something was typed in it that is not committed. */
export const draftMark = (hasDraft: boolean) => ({ 'data-draft': hasDraft ? '' : undefined });

/** For the handler of that name of what is around fields. */
export function onEscapeKeyDown(event: KeyboardEvent): void {
  if (event.target instanceof Element && event.target.closest('[data-draft]')) event.preventDefault();
}
