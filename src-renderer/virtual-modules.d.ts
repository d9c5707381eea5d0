/** Modules that vite.config.ts makes. */
declare module 'virtual:licences' {
  /** Packages in the window and those the services need, by name. */
  export const licences: readonly {
    readonly name: string;
    readonly version: string;
    readonly licence: string;
    readonly text: string | null;
  }[];
}

/** Monaco's own channel of unexpected errors, which its types leave out (plan-editor/monaco/editor-errors.ts). */
declare module 'monaco-editor/base/common/errors' {
  export const errorHandler: { unexpectedErrorHandler: (error: unknown) => void };
  export function onUnexpectedError(error: unknown): void;
}
