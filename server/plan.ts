import type pg from 'pg';
import { plans, type PlanLimits, type PlanType } from '../shared/plan.ts';

/** The limits of a user's plan; a canceled one holds until its period ends. Needs a connection that is bound to the user. */
export async function readPlanLimits(
  client: pg.ClientBase,
  userId: string,
  planDefault: PlanType,
): Promise<PlanLimits> {
  const { rows } = await client.query<{ planType: PlanType }>({
    name: 'plan',
    text: 'select "planType" from current_plans where "userId" = $1',
    values: [userId],
  });
  return plans[rows[0]?.planType ?? planDefault];
}
