import { Menu } from '@base-ui/react/menu';
import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';

interface FrameProps {
  readonly anchor: Element;
  readonly container: HTMLElement;
  readonly close: () => void;
  /** For a screen reader. */
  readonly label: string;
  readonly children: ReactNode;
}

/** The page can make up a press outside of a menu; only a person's closes it. */
export const isMadeUp = ({ reason, event }: { reason: string; event: Event }): boolean =>
  reason === 'outside-press' && !event.isTrusted;

/** Focus goes back to the tab or button that it came from; when that is gone, to the selected tab. */
export const focusBack = (anchor: Element) => {
  const root = anchor.getRootNode();
  return (): HTMLElement | null => {
    const target = anchor.matches('button') ? anchor : anchor.querySelector('button');
    if (target?.isConnected && target instanceof HTMLElement) return target;
    return root instanceof ShadowRoot ? root.querySelector<HTMLElement>('[aria-selected="true"]') : null;
  };
};

export function MenuFrame({ anchor, container, close, label, children }: FrameProps) {
  return (
    <Menu.Root open modal={false} onOpenChange={(isOpen, why) => !isOpen && !isMadeUp(why) && close()}>
      <Menu.Portal container={container}>
        <Menu.Positioner className="positioner" anchor={anchor} sideOffset={4} align="start">
          <Menu.Popup className="overlay" finalFocus={focusBack(anchor)} aria-label={label}>
            {children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** Where something stands that belongs to nothing in the page. */
const middle = {
  getBoundingClientRect: () => new DOMRect(window.innerWidth / 2 - 140, window.innerHeight * 0.12, 280, 0),
};

export function PopoverFrame({ anchor, container, close, label, children }: FrameProps) {
  return (
    <Popover.Root
      open
      modal="trap-focus"
      onOpenChange={(isOpen, why) => {
        // The page may take the focus at any time; what is typed here stays.
        if (!isOpen && !isMadeUp(why) && why.reason !== 'focus-out') close();
      }}
    >
      <Popover.Portal container={container}>
        <Popover.Positioner
          className="positioner"
          anchor={anchor === document.body ? middle : anchor}
          sideOffset={6}
          align="start"
        >
          <Popover.Popup
            className="overlay editor"
            aria-label={label}
            initialFocus={false}
            finalFocus={anchor === document.body ? true : focusBack(anchor)}
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
