export type PlanType = 'free' | 'pro_monthly' | 'pro_yearly';

export interface PlanLimits {
  accounts: number;
  foldersPerAccount: number;
  prioritiesPerAccount: number;
  templatesPerAccount: number;
  /** Accounts that run on the server at a time. */
  serverSessions: number;
}

/** Who is on no device for so long has their sessions stopped, and started again when they come. */
export const SESSION_IDLE_HOURS = 72;

const pro: PlanLimits = {
  accounts: 20,
  foldersPerAccount: 200,
  prioritiesPerAccount: 20,
  templatesPerAccount: 500,
  serverSessions: 5,
};

/** What each plan allows. A downgrade deletes nothing: a limit refuses new rows only. */
export const plans: Record<PlanType, PlanLimits> = {
  free: {
    accounts: 2,
    foldersPerAccount: 5,
    prioritiesPerAccount: 3,
    templatesPerAccount: 10,
    serverSessions: 0,
  },
  pro_monthly: pro,
  pro_yearly: pro,
};

/** What a person reads when a limit refuses something. */
export const limitSentences: Record<keyof PlanLimits, (limit: number) => string> = {
  accounts: (limit) => `Your plan allows ${limit} WhatsApp accounts.`,
  foldersPerAccount: (limit) => `Your plan allows ${limit} folders for each account.`,
  prioritiesPerAccount: (limit) => `Your plan allows ${limit} priorities for each account.`,
  templatesPerAccount: (limit) => `Your plan allows ${limit} templates for each account.`,
  serverSessions: (limit) =>
    limit === 0
      ? 'Your plan does not include accounts that run on the server.'
      : `Your plan allows ${limit} accounts on the server at a time.`,
};
