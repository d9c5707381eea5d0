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
