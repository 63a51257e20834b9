import { CHOSEN, OF_CLASSIFIER, quantile, rate, type Section } from './panel.ts'

const PREDICTIONS = `${CHOSEN}, route=~"/predict.*"`
/** The objectives in docker/observability/alerts.yml. */
const FAILED_AT_MOST = 0.001
const SLOW_AT_MOST = 0.01

const callers: Section = {
  title: 'What callers get',
  panels: [
    {
      title: 'Requests',
      unit: 'reqps',
      queries: [
        { expr: `sum by (route) (${rate(`sepal_requests_total{${PREDICTIONS}}`)})`, legend: '{{route}}' },
      ],
    },
    {
      title: 'Errors by status',
      about: '4xx are requests that callers have to change; 5xx are answers that they did not get.',
      unit: 'reqps',
      queries: [
        {
          expr: `sum by (status) (${rate(`sepal_requests_total{${PREDICTIONS}, status=~"4..|5.."}`)})`,
          legend: '{{status}}',
        },
      ],
    },
    {
      title: 'Share of predictions that failed',
      about: 'Answered with a 5xx. The line is the objective of alerts.yml.',
      unit: 'percentunit',
      line: FAILED_AT_MOST,
      queries: [
        {
          expr: `sum(${rate(`sepal_requests_total{${PREDICTIONS}, status=~"5.."}`)}) / sum(${rate(`sepal_requests_total{${PREDICTIONS}}`)})`,
          legend: 'failed',
        },
      ],
    },
    {
      title: 'Time to the answer',
      unit: 's',
      line: 0.1,
      queries: [0.5, 0.9, 0.99].map((q) => ({
        expr: quantile(q, `sepal_request_duration_seconds_bucket{${PREDICTIONS}}`),
        legend: `p${q * 100}`,
      })),
    },
    {
      title: 'Share of predictions slower than 100 ms',
      about: 'The line is the objective of alerts.yml.',
      unit: 'percentunit',
      line: SLOW_AT_MOST,
      queries: [
        {
          expr: `1 - sum(${rate(`sepal_request_duration_seconds_bucket{${PREDICTIONS}, le="0.1"}`)}) / sum(${rate(`sepal_request_duration_seconds_count{${PREDICTIONS}}`)})`,
          legend: 'slow',
        },
      ],
    },
    {
      title: 'Requests under way',
      unit: 'short',
      queries: [{ expr: `sepal_requests_under_way{${CHOSEN}}`, legend: '{{instance}}' }],
    },
  ],
}

const classifiers: Section = {
  title: 'Classifiers, as the proxy sees them',
  panels: [
    {
      title: 'Requests by outcome',
      unit: 'reqps',
      queries: [
        {
          expr: `sum by (classifier, outcome) (${rate(`sepal_classifier_outcomes_total{${OF_CLASSIFIER}}`)}) > 0`,
          legend: '{{classifier}} {{outcome}}',
        },
      ],
    },
    {
      title: 'Requests refused as too many (shed)',
      unit: 'reqps',
      queries: [
        {
          expr: `sum by (classifier) (${rate(`sepal_classifier_outcomes_total{${OF_CLASSIFIER}, outcome="shed"}`)})`,
          legend: '{{classifier}}',
        },
      ],
    },
    {
      title: 'Replicas by state',
      about: 'closed: gets calls; open, half-open: its breaker; silent: leaves calls unanswered.',
      unit: 'short',
      queries: [
        {
          expr: `sum by (classifier, state) (sepal_classifier_replicas{${OF_CLASSIFIER}}) > 0`,
          legend: '{{classifier}} {{state}}',
        },
      ],
    },
    {
      title: 'Time of a call',
      about: 'With retries and hedges, and the calls without an answer.',
      unit: 's',
      queries: [0.5, 0.99].map((q) => ({
        expr: quantile(q, `sepal_classifier_call_duration_seconds_bucket{${OF_CLASSIFIER}}`, ['classifier']),
        legend: `{{classifier}} p${q * 100}`,
      })),
    },
    {
      title: 'Rows per call',
      unit: 'short',
      queries: [
        {
          expr: `sum by (classifier) (${rate(`sepal_classifier_call_rows_total{${OF_CLASSIFIER}}`)}) / sum by (classifier) (${rate(`sepal_classifier_calls_total{${OF_CLASSIFIER}}`)})`,
          legend: '{{classifier}}',
        },
      ],
    },
    {
      title: 'Rows',
      unit: 'rowsps',
      queries: [
        {
          expr: `sum by (classifier) (${rate(`sepal_classifier_rows_total{${OF_CLASSIFIER}}`)})`,
          legend: '{{classifier}}',
        },
      ],
    },
    {
      title: 'Rows that wait for a call',
      unit: 'short',
      queries: [
        {
          expr: `sum by (classifier) (sepal_classifier_waiting_rows{${OF_CLASSIFIER}})`,
          legend: '{{classifier}}',
        },
      ],
    },
    {
      title: 'Rows under way, and their limit',
      about: 'There is a limit only while rows wait too long.',
      unit: 'short',
      queries: [
        {
          expr: `sum by (classifier) (sepal_classifier_rows_under_way{${OF_CLASSIFIER}})`,
          legend: '{{classifier}}',
        },
        {
          expr: `min by (classifier) (sepal_classifier_row_limit{${OF_CLASSIFIER}})`,
          legend: '{{classifier}} limit',
        },
      ],
    },
    {
      title: 'Calls sent again',
      about: 'Retries: a replica could not be reached. Hedges: the first replica lagged.',
      unit: 'reqps',
      queries: [
        {
          expr: `sum by (classifier) (${rate(`sepal_classifier_retries_total{${OF_CLASSIFIER}}`)})`,
          legend: '{{classifier}} retries',
        },
        {
          expr: `sum by (classifier) (${rate(`sepal_classifier_hedges_total{${OF_CLASSIFIER}}`)})`,
          legend: '{{classifier}} hedges',
        },
      ],
    },
  ],
}

const models: Section = {
  title: 'Models, as their classifiers see them',
  panels: [
    {
      title: 'Time of an inference',
      unit: 's',
      queries: [0.5, 0.99].map((q) => ({
        expr: quantile(q, `sepal_model_inference_duration_seconds_bucket{${OF_CLASSIFIER}}`, ['classifier']),
        legend: `{{classifier}} p${q * 100}`,
      })),
    },
    {
      title: 'Rows without an answer, and calls that were not computed',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (classifier) (${rate(`sepal_model_unanswerable_rows_total{${OF_CLASSIFIER}}`)})`,
          legend: '{{classifier}} unanswerable rows',
        },
        {
          expr: `sum by (classifier, outcome) (${rate(`sepal_model_outcomes_total{${OF_CLASSIFIER}, outcome!="ok"}`)})`,
          legend: '{{classifier}} {{outcome}}',
        },
      ],
    },
    {
      title: 'Requests that wait or are computed',
      unit: 'short',
      queries: [
        {
          expr: `sum by (classifier) (sepal_model_held_requests{${OF_CLASSIFIER}})`,
          legend: '{{classifier}}',
        },
      ],
    },
    {
      title: 'Models that are served',
      about: 'Two of one classifier: its replicas do not serve the same.',
      unit: 'short',
      queries: [
        {
          expr: `count by (classifier, sha256) (sepal_model_info{${OF_CLASSIFIER}})`,
          legend: '{{classifier}} {{sha256}}',
        },
      ],
    },
  ],
}

const said: Section = {
  title: 'What models are asked and say',
  panels: [
    {
      title: 'Drift of features',
      about:
        'Population stability index against the training data; above the line, if also above what it is by chance, rows are others than in training.',
      unit: 'short',
      line: 0.25,
      queries: [
        { expr: `max by (feature) (sepal_feature_drift_psi{${CHOSEN}})`, legend: '{{feature}}' },
        {
          expr: `max(sepal_feature_drift_psi_by_chance{${CHOSEN}})`,
          legend: 'by chance, at most',
        },
      ],
    },
    {
      title: 'Drift of answers',
      about: 'Against the answers to the test set, as far as the model cards tell them.',
      unit: 'short',
      line: 0.25,
      queries: [
        {
          expr: `max by (classifier, of) (sepal_answer_drift_psi{${OF_CLASSIFIER}})`,
          legend: '{{classifier}} {{of}}',
        },
        {
          expr: `max(sepal_answer_drift_psi_by_chance{${OF_CLASSIFIER}})`,
          legend: 'by chance, at most',
        },
      ],
    },
    {
      title: 'Rows about which classifiers disagree',
      unit: 'percentunit',
      max: 1,
      queries: [
        {
          expr: `sum(${rate(`sepal_disagreeing_rows_total{${CHOSEN}}`)}) / sum(${rate(`sepal_compared_rows_total{${CHOSEN}}`)})`,
          legend: 'disagree',
        },
      ],
    },
    {
      title: 'Labels',
      unit: 'percentunit',
      max: 1,
      queries: [
        {
          expr: `sum by (classifier, label) (${rate(`sepal_answer_labels_total{${OF_CLASSIFIER}}`)}) / on (classifier) group_left sum by (classifier) (${rate(`sepal_answer_labels_total{${OF_CLASSIFIER}}`)})`,
          legend: '{{classifier}} {{label}}',
        },
      ],
    },
    {
      title: 'Probabilities: median',
      unit: 'percentunit',
      max: 1,
      queries: [
        {
          expr: quantile(0.5, `sepal_answer_probability_bucket{${OF_CLASSIFIER}}`, ['classifier', 'class']),
          legend: '{{classifier}} {{class}}',
        },
      ],
    },
    {
      title: 'Values: median',
      about: 'Of regressors and scores.',
      unit: 'short',
      queries: [
        {
          expr: quantile(0.5, `sepal_answer_value_bucket{${OF_CLASSIFIER}}`, ['classifier']),
          legend: '{{classifier}}',
        },
      ],
    },
    {
      title: 'How far values are from each other: median',
      about: 'The highest of a row minus the lowest.',
      unit: 'short',
      queries: [{ expr: quantile(0.5, `sepal_voter_spread_bucket{${CHOSEN}}`), legend: 'spread' }],
    },
    {
      title: 'Missing values',
      about: 'Share of the rows that were counted.',
      unit: 'percentunit',
      max: 1,
      queries: [
        {
          expr: `sum by (feature) (${rate(`sepal_feature_missing_total{${CHOSEN}}`)}) / on () group_left sum(${rate(`sepal_counted_rows_total{${CHOSEN}}`)})`,
          legend: '{{feature}}',
        },
      ],
    },
    {
      title: 'Requests refused because of a value',
      about: 'As an unknown category.',
      unit: 'reqps',
      queries: [
        {
          expr: `sum by (feature) (${rate(`sepal_feature_refused_total{${CHOSEN}}`)})`,
          legend: '{{feature}}',
        },
      ],
    },
  ],
}

const processes: Section = {
  title: 'Processes',
  panels: [
    {
      title: 'Processors in use',
      about: 'A proxy and a model that computes where it answers use one at most.',
      unit: 'short',
      queries: [{ expr: rate(`process_cpu_seconds_total{${CHOSEN}}`), legend: '{{instance}}' }],
    },
    {
      title: 'Memory',
      unit: 'bytes',
      queries: [
        { expr: `process_resident_memory_bytes{${CHOSEN}}`, legend: '{{instance}}' },
        { expr: `process_heap_bytes{${CHOSEN}}`, legend: '{{instance}} heap' },
      ],
    },
    {
      title: 'How late timers come',
      about: 'The event loop is that far behind; collecting garbage is part of it.',
      unit: 's',
      queries: [
        {
          expr: quantile(0.99, `sepal_event_loop_lag_seconds_bucket{${CHOSEN}}`, ['instance']),
          legend: '{{instance}} p99',
        },
      ],
    },
    {
      title: 'Collections of garbage',
      unit: 'ops',
      queries: [{ expr: rate(`sepal_garbage_collections_total{${CHOSEN}}`), legend: '{{instance}}' }],
    },
    {
      title: 'Open connections',
      unit: 'short',
      queries: [
        { expr: `sepal_open_connections{${CHOSEN}}`, legend: '{{instance}}' },
        { expr: `sepal_open_web_sockets{${CHOSEN}}`, legend: '{{instance}} WebSockets' },
      ],
    },
    {
      title: 'Open files',
      about: 'Share of those that the process may open, connections included.',
      unit: 'percentunit',
      max: 1,
      queries: [
        {
          expr: `process_open_fds{${CHOSEN}} / process_max_fds{${CHOSEN}}`,
          legend: '{{instance}}',
        },
      ],
    },
    {
      title: 'Time since the start',
      unit: 's',
      queries: [{ expr: `time() - process_start_time_seconds{${CHOSEN}}`, legend: '{{instance}}' }],
    },
    {
      title: 'Versions',
      unit: 'short',
      queries: [
        {
          expr: `count by (version, bun) (sepal_build_info{${CHOSEN}})`,
          legend: 'Sepal {{version}}, Bun {{bun}}',
        },
      ],
    },
    {
      title: 'Servers that cannot be scraped',
      unit: 'short',
      queries: [{ expr: `sum by (job) (1 - up{${CHOSEN}})`, legend: '{{job}}' }],
    },
  ],
}

/** The dashboard, from what callers notice to the processes behind it. */
export const sections: readonly Section[] = [callers, classifiers, models, said, processes]
