/** The object that Electron's preload script puts into the page as `window.spikeloom`. The page sees nothing else of Electron. */
import { z } from 'zod';
import type { FromWindow } from './envelope.ts';

/** The native menu, made from the commands of the window, so that both have one list. */
export const nativeMenuSchema = z
  .array(
    z.strictObject({
      label: z.string().max(100),
      items: z
        .array(
          z.strictObject({
            /** Id of the command. */
            id: z.string().max(100),
            label: z.string().max(200),
            /** Key in the notation of commands: `Mod+Shift+P`. */
            keys: z.string().max(50).optional(),
            /** True if the key also works in text fields; otherwise the field's own keys take precedence. */
            inText: z.boolean(),
            enabled: z.boolean(),
          }),
        )
        .max(200),
    }),
  )
  .max(30);

/** The native menu, as `nativeMenuSchema` describes it. */
export type NativeMenu = z.infer<typeof nativeMenuSchema>;

/** The bridge. `DomFile` is the page's type `File`, which this folder does not know. */
export interface Bridge<DomFile> {
  send(message: FromWindow): void;
  /** Sets the listener for messages from the services. A later listener replaces it, here and below. */
  onMessage(listener: (message: unknown) => void): void;
  /** Sets the listener for commands that a person chose in the native menu. */
  onCommand(listener: (id: string) => void): void;
  /** Sets the listener for requests of the system to open a project: a double click on its file, or a second start of the program. */
  onOpen(listener: (path: string) => void): void;
  /** Shows these commands in the native menu. */
  setMenu(menu: NativeMenu): void;
  /** The path of a dropped file. */
  pathOf(file: DomFile): string;
}
