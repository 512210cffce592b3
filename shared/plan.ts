export type PlanType = 'free' | 'pro_monthly' | 'pro_yearly';

export interface PlanLimits {
  accounts: number;
  foldersPerAccount: number;
}

const pro: PlanLimits = { accounts: 20, foldersPerAccount: 200 };

/** What each plan allows. A downgrade deletes nothing: a limit refuses new rows only. */
export const plans: Record<PlanType, PlanLimits> = {
  free: { accounts: 2, foldersPerAccount: 5 },
  pro_monthly: pro,
  pro_yearly: pro,
};

/** What a person reads when a limit refuses something. */
export const limitSentences: Record<keyof PlanLimits, (limit: number) => string> = {
  accounts: (limit) => `Your plan allows ${limit} WhatsApp accounts.`,
  foldersPerAccount: (limit) => `Your plan allows ${limit} folders for each account.`,
};
