/** The list's label is the host's language; nothing may depend on it. */
const GRID_LABELS: Record<string, string> = {
  en: 'Chat list',
  id: 'Daftar chat',
  pt: 'Lista de conversas',
  es: 'Lista de chats',
  ar: 'قائمة الدردشات',
  he: 'רשימת צ׳אטים',
};

export function gridLabel(): string {
  return GRID_LABELS[document.documentElement.lang.slice(0, 2)] ?? 'Chat list';
}
