export * from './accounts.ts';
export * from './auth.ts';
export * from './billing.ts';
export * from './organise.ts';
export * from './sessions.ts';
export * from './sync.ts';
