import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { has } from '../../drift/page/has.ts';
import { listForm } from '../../drift/page/list-form.ts';
import { config, testId } from '../config.ts';

export interface ListItem {
  /** `chat-<id>` for chats; sections and contacts have other prefixes. */
  key: string;
  height: number;
  render: () => ReactNode;
}
interface Props {
  items: readonly ListItem[];
  label: string;
  /** The number of chats, also of those that are not rendered. */
  count: number;
  scroller: RefObject<HTMLElement | null>;
}

/** A chat's row: 72 and a gap of 4. */
export const CHAT_HEIGHT = 76;
const GAP = 4;

/** The grid: absolute rows in a container as high as all of them, only those near the viewport rendered. */
export function VirtualList({ items, label, count, scroller }: Props): ReactNode {
  const grid = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  // Not a layout effect: those run before the scroller, which is further up, has its element.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    function look(): void {
      if (!element) return;
      const top = Math.max(0, element.scrollTop - (grid.current?.offsetTop ?? 0));
      setView((old) =>
        old.top === top && old.height === element.clientHeight ? old : { top, height: element.clientHeight },
      );
    }
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);

  const form = listForm();
  const offsets = useMemo(() => offsetsOf(items), [items]);
  const lastItem = items.at(-1);
  const total = lastItem ? (offsets.at(-1) ?? 0) + lastItem.height : 0;
  const [from, to] = renderedRange(offsets, view);
  return (
    <div
      ref={grid}
      role={form.list}
      aria-label={label}
      aria-rowcount={form.hasRowCount ? count : undefined}
      className="grid"
      style={{ height: total }}
    >
      {items.slice(from, to).map((item, position) => {
        const index = from + position;
        return (
          <Row
            key={item.key}
            index={index}
            offset={offsets[index] ?? 0}
            height={item.height - GAP}
            zIndex={items.length - index - 1}
            item={item}
          />
        );
      })}
    </div>
  );
}

function offsetsOf(items: readonly ListItem[]): number[] {
  let sum = 0;
  return items.map((item) => {
    const offset = sum;
    sum += item.height;
    return offset;
  });
}

/** The rows in view and the overscan on both sides; what is unused at one end moves to the other. */
function renderedRange(
  offsets: number[],
  { top, height }: { top: number; height: number },
): [number, number] {
  const first = Math.max(0, firstAfter(offsets, top) - 1);
  const last = firstAfter(offsets, top + height);
  const unusedAbove = Math.max(0, config.overscan - first);
  const unusedBelow = Math.max(0, last + config.overscan - offsets.length);
  return [
    Math.max(0, first - config.overscan - unusedBelow),
    Math.min(offsets.length, last + config.overscan + unusedAbove),
  ];
}

function firstAfter(offsets: number[], position: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface RowProps {
  index: number;
  offset: number;
  height: number;
  zIndex: number;
  item: ListItem;
}
function Row({ index, offset, height, zIndex, item }: RowProps): ReactNode {
  return (
    <div
      role={listForm().row}
      className="x10l6tqk xh8yej3 x1g42fcv"
      style={{ zIndex, height, transform: `translateY(${offset}px)` }}
      {...testId(`list-item-${index}`)}
    >
      {has('rows-deeper') ? deeper(item.render()) : item.render()}
    </div>
  );
}

function deeper(content: ReactNode): ReactNode {
  return (
    <div className="cell-outer" role="presentation">
      <div className="cell-outer">
        <section className="cell-outer">{content}</section>
      </div>
    </div>
  );
}
