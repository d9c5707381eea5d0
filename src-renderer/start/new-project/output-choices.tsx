/** The outputs of a model to take: a switch for each of a few, a list that is searched for many. One at least stays taken. */
import Check from 'lucide-react/icons/check';
import Search from 'lucide-react/icons/search';
import { type ReactElement, useMemo, useState } from 'react';
import { newTexts } from '../../texts/start.ts';
import { whole } from '../../ui/format.ts';
import { Button, EmptyState, Switch, TextInput, VirtualList } from '../../ui/index.ts';
import { chooseReading } from './model-actions.ts';
import { MOST_SWITCHES, outputsFound, withOutput } from './output-choice.ts';

export interface OutputChoicesProps {
  /** All outputs of the file. */
  readonly declared: readonly string[];
  readonly taken: readonly string[];
  /** True if the person chose them. */
  readonly own: boolean;
}

export function OutputChoices({ declared, taken, own }: OutputChoicesProps): ReactElement {
  const set = useMemo(() => new Set(taken), [taken]);
  // True after the last one was to be switched off, which is refused in words.
  const [isRefused, setRefused] = useState(false);
  const take = (outputs: readonly string[] | undefined): void => {
    setRefused(false);
    chooseReading({ outputs });
  };
  const toggle = (name: string, on: boolean): void => {
    const next = withOutput(declared, set, name, on);
    if (next === null) setRefused(true);
    else take(next);
  };
  const count = declared.filter((name) => set.has(name)).length;
  return (
    <fieldset>
      <legend>{newTexts.outputs}</legend>
      {declared.length <= MOST_SWITCHES ? (
        declared.map((name) => <Switch key={name} label={name} checked={set.has(name)} onChange={(on) => toggle(name, on)} />)
      ) : (
        <OutputList declared={declared} taken={set} onToggle={toggle} onTake={take} />
      )}
      <div className="new-reading-foot">
        <p role="status">{isRefused ? newTexts.oneOutput : newTexts.outputsTaken(whole(count), whole(declared.length))}</p>
        <Button variant="quiet" disabled={!own} onClick={() => take(undefined)}>
          {newTexts.computableOutputs}
        </Button>
      </div>
    </fieldset>
  );
}

interface OutputListProps {
  readonly declared: readonly string[];
  readonly taken: ReadonlySet<string>;
  readonly onToggle: (name: string, on: boolean) => void;
  readonly onTake: (outputs: readonly string[]) => void;
}

function OutputList({ declared, taken, onToggle, onTake }: OutputListProps): ReactElement {
  const [text, setText] = useState('');
  const found = useMemo(() => outputsFound(declared, text), [declared, text]);
  return (
    <div className="new-outputs">
      <div className="new-outputs-bar">
        <TextInput
          label={newTexts.searchOutputs}
          type="search"
          placeholder={newTexts.searchOutputs}
          value={text}
          onCommit={setText}
          live
          before={<Search size={14} aria-hidden />}
        />
        <Button variant="quiet" disabled={found.length === 0 || found.length === declared.length} onClick={() => onTake(found)}>
          {newTexts.takeFound}
        </Button>
      </div>
      <div className="new-outputs-list">
        {found.length === 0 ? (
          <EmptyState title={newTexts.noOutputs}>{newTexts.noOutputsHint}</EmptyState>
        ) : (
          <VirtualList
            label={newTexts.outputs}
            items={found}
            keyOf={(name) => name}
            render={(name) => (
              <>
                <Check size={14} aria-hidden className="new-outputs-check" data-taken={taken.has(name) || undefined} />
                <span>{name}</span>
              </>
            )}
            height={LIST_HEIGHT}
            isChosen={(name) => taken.has(name)}
            onChoose={(name) => onToggle(name, !taken.has(name))}
          />
        )}
      </div>
    </div>
  );
}

/** Of five rows, px; as in model-step.css. */
const LIST_HEIGHT = 140;
