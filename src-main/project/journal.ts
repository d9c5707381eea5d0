/**
 * The journal of the working plan: the saved version that it starts from and every transaction since, undone ones included. Each
 * change is one write, so that a killed program loses nothing that was acknowledged, and undo and redo continue when the project
 * is opened again.
 */
import type { Session } from './session.ts';

/** The state of the working plan, apart from its transactions. */
export interface JournalHead {
  /** Plan version that the first transaction was made for. */
  readonly start: number;
  /** Newest plan version that the working plan is aware of. */
  readonly version: number;
  /** Increases by one with every change. */
  readonly revision: number;
}

export interface JournalEntry {
  /** The transaction as JSON, whose form the caller decides. */
  readonly transaction: unknown;
  readonly undone: boolean;
}

const HEAD = 'journal';

export function journalFunctions(session: Session) {
  const writeHead = (head: JournalHead): void => {
    session.run(
      'INSERT INTO settings (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json',
      ...[HEAD, JSON.stringify(head)],
    );
  };
  /** Undoes the last done transaction, or redoes the first undone one. */
  const turn = (head: JournalHead, undone: 0 | 1): void =>
    session.write(() => {
      const which =
        undone === 1
          ? 'SELECT max(position) FROM journal WHERE undone = 0'
          : 'SELECT min(position) FROM journal WHERE undone = 1';
      session.run(`UPDATE journal SET undone = ? WHERE position = (${which})`, undone);
      writeHead(head);
    });
  return {
    /** Undefined before `startJournal`. */
    journalStart: (): JournalHead | undefined => {
      const row = session.one<{ json: string }>('SELECT json FROM settings WHERE name = ?', HEAD);
      return row && session.json<JournalHead>(row.json, 'the journal of the plan');
    },
    /**
     * At most `count` changes from index `first` on, in the order in which they were made: the done ones, then the undone ones,
     * of which the next to redo is first. There are fewer at the end.
     */
    journalEntries: (first: number, count: number): JournalEntry[] =>
      session
        .all<{ json: string; undone: number }>(
          'SELECT json, undone FROM journal ORDER BY position LIMIT ? OFFSET ?',
          ...[count, first],
        )
        .map(({ json, undone }, index) => ({
          transaction: session.json(json, `change ${first + index + 1} of the plan`),
          undone: undone === 1,
        })),
    /** Starts again with a working plan that is a saved version. */
    startJournal: (head: JournalHead): void =>
      session.write(() => {
        session.run('DELETE FROM journal');
        writeHead(head);
      }),
    /** Adds a transaction. Undone transactions are forgotten. */
    journalCommit: (transaction: unknown, head: JournalHead): void =>
      session.write(() => {
        session.run('DELETE FROM journal WHERE undone = 1');
        session.run(
          'INSERT INTO journal (position, json, undone) SELECT coalesce(max(position), 0) + 1, ?, 0 FROM journal',
          JSON.stringify(transaction),
        );
        writeHead(head);
      }),
    journalUndo: (head: JournalHead): void => turn(head, 1),
    journalRedo: (head: JournalHead): void => turn(head, 0),
    /** A version was saved: only the head changes. */
    journalHead: (head: JournalHead): void => session.write(() => writeHead(head)),
  };
}
