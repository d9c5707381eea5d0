/** The start screen without a new project: three ways in, and what was open before. */
import FilePlus from 'lucide-react/icons/file-plus';
import FolderOpen from 'lucide-react/icons/folder-open';
import FlaskConical from 'lucide-react/icons/flask-conical';
import type { ReactElement } from 'react';
import { useWorkbench } from '../../state/index.ts';
import { startTexts } from '../../texts/start.ts';
import { fileExample, fileNew, fileOpen } from '../commands.ts';
import { useOpening } from '../opening.ts';
import { OpeningPanel } from './opening-panel.tsx';
import { RecentList } from './recent-list.tsx';
import { WayIn } from './way-in.tsx';

export function HomeScreen(): ReactElement {
  const version = useWorkbench(({ info }) => info?.version);
  const opening = useOpening(({ opening }) => opening);
  return (
    <div className="start-home">
      <header className="start-head">
        <h1>{startTexts.title}</h1>
        <p>{startTexts.lead}</p>
      </header>
      <div className="start-columns">
        <div className="start-ways">
          <WayIn command={fileNew} icon={<FilePlus size={20} aria-hidden />} hint={startTexts.newHint} />
          <WayIn command={fileOpen} icon={<FolderOpen size={20} aria-hidden />} hint={startTexts.openHint} />
          <WayIn command={fileExample} icon={<FlaskConical size={20} aria-hidden />} hint={startTexts.exampleHint} />
          <small className="start-version">{version === undefined ? startTexts.connecting : startTexts.version(version)}</small>
        </div>
        <section className="start-recent" aria-label={startTexts.recent}>
          <h2>{startTexts.recent}</h2>
          {opening ? <OpeningPanel opening={opening} /> : null}
          <RecentList />
        </section>
      </div>
    </div>
  );
}
