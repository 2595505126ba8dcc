/** The labels of action items: what they say of an issue, and how the app keeps them in a repository. */
import type { ItemKind } from '../command/command.ts';
import type { Label } from '../effects.ts';
import { ITEM_LABEL_DESCRIPTIONS } from '../messages/item-labels.ts';

export const ACTION_ITEM_LABEL = 'action-item';
export const DONT_REPEAT_LABEL = 'dont-repeat';
/** On pull requests: somebody vouches that it is the fix. */
export const FIX_LABEL = 'dont-repeat-fix';
const KINDS = ['prevent', 'mitigate', 'detect', 'process'] as const satisfies readonly ItemKind[];

export function kindLabel(kind: ItemKind): string {
  return `kind:${kind}`;
}

/** Labels that make a sub-issue of an incident under the policy a don't-repeat item. */
export function makesDontRepeat(label: string): boolean {
  return isLabel(label, DONT_REPEAT_LABEL) || isLabel(label, kindLabel('prevent'));
}

export function carries(labels: readonly string[], name: string): boolean {
  return labels.some((label) => isLabel(label, name));
}

/** GitHub compares the names of labels without regard to case. */
export function isLabel(label: string, name: string): boolean {
  return label.toLowerCase() === name;
}

/** Kept where items lie: the incident repository, and others as items come to them. */
export function itemLabelCatalog(): readonly Label[] {
  return [
    label(ACTION_ITEM_LABEL, 'bfd4f2', ITEM_LABEL_DESCRIPTIONS.actionItem),
    ...KINDS.map((kind) => label(kindLabel(kind), 'd4c5f9', ITEM_LABEL_DESCRIPTIONS.kind[kind])),
    label(DONT_REPEAT_LABEL, 'b60205', ITEM_LABEL_DESCRIPTIONS.dontRepeat),
  ];
}

/** Kept in repositories whose merges the gate judges. */
export function fixLabelCatalog(): readonly Label[] {
  return [label(FIX_LABEL, '0e8a16', ITEM_LABEL_DESCRIPTIONS.fix)];
}

function label(name: string, color: string, description: string): Label {
  return { name, color, description };
}
