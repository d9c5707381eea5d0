/** Reads a path that a person typed or pasted, with the home folder of the machine that the services run on. */
import { workbench } from '../state/index.ts';
import { readPath } from './path-text.ts';

export const pathOf = (text: string): string => readPath(text, workbench().info?.home ?? '');
