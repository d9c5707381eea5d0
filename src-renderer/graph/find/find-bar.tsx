/** The find bar: what is looked for, how many there are, and the way from one to the next. */
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import ListChecks from 'lucide-react/icons/list-checks';
import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import { graphTexts } from '../../texts/graph.ts';
import { IconButton, TextInput } from '../../ui/index.ts';
import type { Found } from '../derived.ts';
import { SEARCH_KEYS } from '../model/search.ts';
import { selectNodes } from '../state/select.ts';
import { setGraphView, useGraphView } from '../state/view-store.ts';
import { closeFind, findStep } from './find.ts';

export function FindBar({ found }: { readonly found: Found }): ReactElement | null {
  const find = useGraphView((view) => view.find);
  const input = useRef<HTMLInputElement>(null);
  const isOpen = find !== null;
  useEffect(() => {
    if (!isOpen) return;
    input.current?.focus();
    input.current?.select();
  }, [isOpen]);
  if (!find) return null;
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') closeFind();
    else findStep(event.shiftKey ? -1 : 1);
  };
  return (
    <search className="graph-find" aria-label={graphTexts.find}>
      <TextInput
        live
        value={find.text}
        label={graphTexts.find}
        placeholder={graphTexts.findPlaceholder}
        ref={input}
        before={<Search size={14} aria-hidden />}
        onCommit={(text) => setGraphView({ find: { text, at: 0 } })}
        onKeyDown={press}
      />
      <span className="graph-find-count" aria-live="polite" title={graphTexts.findHint}>
        {countText(found, find.at)}
      </span>
      <IconButton
        name={graphTexts.findPrevious}
        keys="Shift+F3"
        icon={<ChevronUp size={16} aria-hidden />}
        onClick={() => findStep(-1)}
      />
      <IconButton name={graphTexts.findNext} keys="F3" icon={<ChevronDown size={16} aria-hidden />} onClick={() => findStep(1)} />
      <IconButton
        name={graphTexts.findSelect}
        icon={<ListChecks size={16} aria-hidden />}
        disabled={found.nodes.length === 0}
        onClick={() => selectNodes(found.nodes)}
      />
      <IconButton name={graphTexts.findClose} keys="Escape" icon={<X size={16} aria-hidden />} onClick={closeFind} />
    </search>
  );
}

function countText({ query, nodes }: Found, at: number): string {
  if (!query) return '';
  if ('problem' in query) return graphTexts.findUnknown(query.problem, SEARCH_KEYS);
  return nodes.length === 0 ? graphTexts.findNone : graphTexts.findCount(at, nodes.length);
}
