/** A key, as a small label beside what it does. */
import type { ReactElement } from 'react';
import './kbd.css';
import { keyText } from './keys.ts';

/** `keys` as commands have them: `Mod+K`. */
export const Kbd = ({ keys }: { readonly keys: string }): ReactElement => <kbd className="ui-kbd">{keyText(keys)}</kbd>;
