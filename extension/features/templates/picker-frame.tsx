import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { i18n } from '#i18n';

interface Props {
  readonly anchor: Element;
  readonly container: HTMLElement;
  /** What is typed in it is not thrown away by a press outside. */
  readonly isKept: boolean;
  readonly onLeave: () => void;
  readonly onPressOutside: () => void;
  readonly children: ReactNode;
}

/** Above the message box. The page may take the focus at any time, or make up a press: neither closes it. */
export function PickerFrame({ anchor, container, isKept, onLeave, onPressOutside, children }: Props) {
  return (
    <Popover.Root
      open
      modal="trap-focus"
      onOpenChange={(isOpen, { reason, event }) => {
        if (isOpen || reason === 'focus-out') return;
        if (reason !== 'outside-press') onLeave();
        else if (event.isTrusted && !isKept) onPressOutside();
      }}
    >
      <Popover.Portal container={container}>
        <Popover.Positioner
          className="positioner"
          anchor={anchor}
          side="top"
          align="start"
          sideOffset={6}
          alignOffset={12}
          collisionPadding={8}
        >
          <Popover.Popup
            className="popup template-picker"
            aria-label={i18n.t('templates.title')}
            initialFocus={false}
            finalFocus={false}
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
