/** A code as a person reads it and types it in: in groups of four. */
export function spacedCode(code: string): string {
  return (code.replaceAll(/[\s-]/g, '').match(/.{1,4}/gu) ?? []).join('-');
}
