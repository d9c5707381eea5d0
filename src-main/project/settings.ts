/** Settings that a project remembers, JSON by name: layout of the window, samples that runs use … */
import type { Session } from './session.ts';

export function settingFunctions(session: Session) {
  return {
    /** The value that was last written under `name`; undefined if there is none. The caller checks its form. */
    setting: (name: string): unknown => {
      const row = session.one<{ json: string }>('SELECT json FROM settings WHERE name = ?', name);
      return row && session.json<unknown>(row.json, `the setting ${name}`);
    },
    writeSetting: (name: string, value: unknown): void =>
      session.write(() => {
        session.run(
          'INSERT INTO settings (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json',
          name,
          JSON.stringify(value),
        );
      }),
  };
}
