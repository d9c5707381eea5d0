/** The worst layers of a run, each with its reason and a remedy. */
import type { ReactElement } from 'react';
import type { WorstLayer } from '../../src-shared/results/index.ts';
import { CommandButton } from '../commands/index.ts';
import { setHovered, useIsHovered, useOlderPlan, useWorkbench } from '../state/index.ts';
import { layersTexts as texts } from '../texts/layers.ts';
import { percent } from '../ui/format.ts';
import { RemedyRow } from './remedy-row.tsx';

export interface WorstListProps {
  /** Null if the run recorded no errors. */
  readonly worst: readonly WorstLayer[] | null;
  readonly nodeOf: (layer: string) => string | null;
  readonly onSelect: (node: string) => void;
}

export function WorstList({ worst, nodeOf, onSelect }: WorstListProps): ReactElement {
  const older = useOlderPlan();
  return (
    <section className="layers-worst" aria-label={texts.worst}>
      <header className="layers-worst-head">
        <h3 title={texts.worstAbout}>{texts.worst}</h3>
        {older && (
          <>
            <p>{texts.olderPlan}</p>
            <CommandButton id="run.start">{texts.runAgain}</CommandButton>
          </>
        )}
      </header>
      {worst === null ? (
        <p className="layers-note">{texts.noErrors}</p>
      ) : (
        <ol className="layers-worst-list" tabIndex={0} aria-label={texts.worst}>
          {worst.map((one) => (
            <Row key={one.layer} worst={one} node={nodeOf(one.layer)} onSelect={onSelect} />
          ))}
        </ol>
      )}
    </section>
  );
}

interface RowProps {
  readonly worst: WorstLayer;
  readonly node: string | null;
  readonly onSelect: (node: string) => void;
}

function Row({ worst: { layer, error, own, explained, why, remedy }, node, onSelect }: RowProps): ReactElement {
  const isHovered = useIsHovered(node ?? '');
  const isSelected = useWorkbench(({ selection }) => node !== null && selection.includes(node));
  return (
    <li
      data-hovered={isHovered || undefined}
      data-selected={isSelected || undefined}
      onPointerEnter={() => setHovered(node)}
      onPointerLeave={() => setHovered(null)}
    >
      <div className="layers-worst-name">
        <button
          type="button"
          aria-label={texts.select(layer)}
          disabled={node === null}
          onClick={() => node !== null && onSelect(node)}
        >
          {layer}
        </button>
        <span title={texts.errorAbout(percent(own), percent(explained))}>{texts.error(percent(error))}</span>
      </div>
      <p>{why}</p>
      {node === null ? <p className="layers-note">{texts.noSuchLayer}</p> : null}
      {remedy && node !== null ? <RemedyRow layer={layer} remedy={remedy} /> : null}
    </li>
  );
}
