/** Where a project begins: recent ones, a new model, the example. */
import type { ReactElement } from 'react';
import { HomeScreen } from './home/home-screen.tsx';
import { useDraft } from './new-project/draft.ts';
import { NewProject } from './new-project/new-project.tsx';
import './start.css';

export function StartScreen(): ReactElement {
  const hasDraft = useDraft(({ draft }) => draft !== null);
  return <main className="start">{hasDraft ? <NewProject /> : <HomeScreen />}</main>;
}
