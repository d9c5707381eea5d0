/** A part of the library of generated programs. The files beside this one hold the parts. */

/** C text of a function or type, with the names of those that it needs itself. */
export interface Kernel {
  readonly needs?: readonly string[];
  readonly text: string;
}
