declare const routes: {
    feedback: {
        post: {
            body: {
                feedback: {
                    request: string;
                    row?: number;
                    truth: "setosa" | "versicolor" | "virginica";
                }[];
            };
            headers: unknown;
            params: {};
            query: unknown;
            response: {
                200: {
                    recorded: number;
                };
                400: {
                    code: "malformed-json" | "malformed-request";
                    detail: string;
                    requestId: string;
                    status: 400;
                    title: string;
                    type: string;
                };
                401: {
                    code: "unauthorized";
                    detail: string;
                    requestId: string;
                    status: 401;
                    title: string;
                    type: string;
                };
                403: {
                    code: "forbidden";
                    detail: string;
                    requestId: string;
                    status: 403;
                    title: string;
                    type: string;
                };
                408: {
                    code: "body-too-slow";
                    detail: string;
                    requestId: string;
                    status: 408;
                    title: string;
                    type: string;
                };
                413: {
                    code: "body-too-large";
                    detail: string;
                    requestId: string;
                    status: 413;
                    title: string;
                    type: string;
                };
                415: {
                    code: "unsupported-media-type";
                    detail: string;
                    requestId: string;
                    status: 415;
                    title: string;
                    type: string;
                };
                422: {
                    code: "invalid-request" | "unanswerable-row";
                    detail: string;
                    requestId: string;
                    status: 422;
                    title: string;
                    type: string;
                };
                429: {
                    code: "rate-limited";
                    detail: string;
                    requestId: string;
                    status: 429;
                    title: string;
                    type: string;
                };
                500: {
                    code: "internal";
                    detail: string;
                    requestId: string;
                    status: 500;
                    title: string;
                    type: string;
                };
                501: {
                    code: "feedback-off";
                    detail: string;
                    requestId: string;
                    status: 501;
                    title: string;
                    type: string;
                };
                503: {
                    code: "classifier-unavailable" | "not-ready" | "overloaded" | "quorum-not-met";
                    detail: string;
                    requestId: string;
                    status: 503;
                    title: string;
                    type: string;
                };
            };
        };
    };
    health: {
        all: {
            get: {
                body: unknown;
                headers: unknown;
                params: {};
                query: unknown;
                response: {
                    200: {
                        setosa: {
                            health: "ok";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        } | {
                            detail: string;
                            health: "unavailable";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        };
                        versicolor: {
                            health: "ok";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        } | {
                            detail: string;
                            health: "unavailable";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        };
                        virginica: {
                            health: "ok";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        } | {
                            detail: string;
                            health: "unavailable";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        };
                    };
                    422: {
                        code: "invalid-request" | "unanswerable-row";
                        detail: string;
                        requestId: string;
                        status: 422;
                        title: string;
                        type: string;
                    };
                    500: {
                        code: "internal";
                        detail: string;
                        requestId: string;
                        status: 500;
                        title: string;
                        type: string;
                    };
                    503: {
                        setosa: {
                            health: "ok";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        } | {
                            detail: string;
                            health: "unavailable";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        };
                        versicolor: {
                            health: "ok";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        } | {
                            detail: string;
                            health: "unavailable";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        };
                        virginica: {
                            health: "ok";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        } | {
                            detail: string;
                            health: "unavailable";
                            replicas: {
                                callsUnderWay: number;
                                state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                            }[];
                        };
                    };
                };
            };
        };
        get: {
            body: unknown;
            headers: unknown;
            params: {};
            query: unknown;
            response: {
                200: {
                    health: "ok";
                };
                500: {
                    code: "internal";
                    detail: string;
                    requestId: string;
                    status: 500;
                    title: string;
                    type: string;
                };
            };
        };
        live: {
            get: {
                body: unknown;
                headers: unknown;
                params: {};
                query: unknown;
                response: {
                    200: {
                        health: "ok";
                    };
                    500: {
                        code: "internal";
                        detail: string;
                        requestId: string;
                        status: 500;
                        title: string;
                        type: string;
                    };
                };
            };
        };
        ready: {
            get: {
                body: unknown;
                headers: unknown;
                params: {};
                query: unknown;
                response: {
                    200: {
                        health: "ok";
                    };
                    500: {
                        code: "internal";
                        detail: string;
                        requestId: string;
                        status: 500;
                        title: string;
                        type: string;
                    };
                    503: {
                        code: "classifier-unavailable" | "not-ready" | "overloaded" | "quorum-not-met";
                        detail: string;
                        requestId: string;
                        status: 503;
                        title: string;
                        type: string;
                    };
                };
            };
        };
    };
    metadata: {
        get: {
            body: unknown;
            headers: unknown;
            params: {};
            query: unknown;
            response: {
                200: {
                    data_sample: number[][];
                    data_structure: string;
                    data_type: "float32";
                    features: {
                        name: string;
                        range: number[];
                        unit: string;
                    }[];
                    prediction_sample: {
                        service_setosa: number[];
                        service_versicolor: number[];
                        service_virginica: number[];
                    };
                    prediction_structure: string;
                    prediction_type: "float32";
                };
                401: {
                    code: "unauthorized";
                    detail: string;
                    requestId: string;
                    status: 401;
                    title: string;
                    type: string;
                };
                403: {
                    code: "forbidden";
                    detail: string;
                    requestId: string;
                    status: 403;
                    title: string;
                    type: string;
                };
                429: {
                    code: "rate-limited";
                    detail: string;
                    requestId: string;
                    status: 429;
                    title: string;
                    type: string;
                };
                500: {
                    code: "internal";
                    detail: string;
                    requestId: string;
                    status: 500;
                    title: string;
                    type: string;
                };
                503: {
                    code: "classifier-unavailable" | "not-ready" | "overloaded" | "quorum-not-met";
                    detail: string;
                    requestId: string;
                    status: 503;
                    title: string;
                    type: string;
                };
            };
        };
    };
    models: {
        get: {
            body: unknown;
            headers: unknown;
            params: {};
            query: unknown;
            response: {
                200: {
                    setosa: {
                        card?: {
                            [x: string]: unknown;
                        };
                        classes: string[];
                        repairs?: string[];
                        sha256?: string;
                    };
                    versicolor: {
                        card?: {
                            [x: string]: unknown;
                        };
                        classes: string[];
                        repairs?: string[];
                        sha256?: string;
                    };
                    virginica: {
                        card?: {
                            [x: string]: unknown;
                        };
                        classes: string[];
                        repairs?: string[];
                        sha256?: string;
                    };
                };
                401: {
                    code: "unauthorized";
                    detail: string;
                    requestId: string;
                    status: 401;
                    title: string;
                    type: string;
                };
                403: {
                    code: "forbidden";
                    detail: string;
                    requestId: string;
                    status: 403;
                    title: string;
                    type: string;
                };
                429: {
                    code: "rate-limited";
                    detail: string;
                    requestId: string;
                    status: 429;
                    title: string;
                    type: string;
                };
                500: {
                    code: "internal";
                    detail: string;
                    requestId: string;
                    status: 500;
                    title: string;
                    type: string;
                };
            };
        };
    };
    predict: {
        batch: {
            post: {
                body: {
                    data: number[][];
                } | {
                    rows: {
                        petal_length: number;
                        petal_width: number;
                        sepal_length: number;
                        sepal_width: number;
                    }[];
                };
                headers: unknown;
                params: {};
                query: {
                    partial?: boolean;
                };
                response: {
                    200: {
                        setosa: {
                            prediction: number[][];
                        };
                        versicolor: {
                            prediction: number[][];
                        };
                        virginica: {
                            prediction: number[][];
                        };
                    } | {
                        setosa: {
                            error: {
                                code: "bad-classifier-answer" | "classifier-unavailable" | "deadline-exceeded" | "overloaded" | "unanswerable-row";
                                detail: string;
                            };
                        } | {
                            prediction: number[][];
                        };
                        versicolor: {
                            error: {
                                code: "bad-classifier-answer" | "classifier-unavailable" | "deadline-exceeded" | "overloaded" | "unanswerable-row";
                                detail: string;
                            };
                        } | {
                            prediction: number[][];
                        };
                        virginica: {
                            error: {
                                code: "bad-classifier-answer" | "classifier-unavailable" | "deadline-exceeded" | "overloaded" | "unanswerable-row";
                                detail: string;
                            };
                        } | {
                            prediction: number[][];
                        };
                    };
                    400: {
                        code: "malformed-json" | "malformed-request";
                        detail: string;
                        requestId: string;
                        status: 400;
                        title: string;
                        type: string;
                    };
                    401: {
                        code: "unauthorized";
                        detail: string;
                        requestId: string;
                        status: 401;
                        title: string;
                        type: string;
                    };
                    403: {
                        code: "forbidden";
                        detail: string;
                        requestId: string;
                        status: 403;
                        title: string;
                        type: string;
                    };
                    408: {
                        code: "body-too-slow";
                        detail: string;
                        requestId: string;
                        status: 408;
                        title: string;
                        type: string;
                    };
                    413: {
                        code: "body-too-large";
                        detail: string;
                        requestId: string;
                        status: 413;
                        title: string;
                        type: string;
                    };
                    415: {
                        code: "unsupported-media-type";
                        detail: string;
                        requestId: string;
                        status: 415;
                        title: string;
                        type: string;
                    };
                    422: {
                        classifiers?: {
                            setosa: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            versicolor: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            virginica: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                        };
                        code: "invalid-request" | "unanswerable-row";
                        detail: string;
                        requestId: string;
                        status: 422;
                        title: string;
                        type: string;
                    };
                    429: {
                        code: "rate-limited";
                        detail: string;
                        requestId: string;
                        status: 429;
                        title: string;
                        type: string;
                    };
                    500: {
                        code: "internal";
                        detail: string;
                        requestId: string;
                        status: 500;
                        title: string;
                        type: string;
                    };
                    502: {
                        classifiers?: {
                            setosa: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            versicolor: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            virginica: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                        };
                        code: "bad-classifier-answer";
                        detail: string;
                        requestId: string;
                        status: 502;
                        title: string;
                        type: string;
                    };
                    503: {
                        classifiers?: {
                            setosa: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            versicolor: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            virginica: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                        };
                        code: "classifier-unavailable" | "not-ready" | "overloaded" | "quorum-not-met";
                        detail: string;
                        requestId: string;
                        status: 503;
                        title: string;
                        type: string;
                    };
                    504: {
                        classifiers?: {
                            setosa: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            versicolor: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            virginica: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                        };
                        code: "deadline-exceeded";
                        detail: string;
                        requestId: string;
                        status: 504;
                        title: string;
                        type: string;
                    };
                };
            };
        };
        get: {
            test: {
                get: {
                    body: unknown;
                    headers: unknown;
                    params: {};
                    query: unknown;
                    response: {
                        200: {
                            setosa: {
                                prediction: number[];
                            };
                            versicolor: {
                                prediction: number[];
                            };
                            virginica: {
                                prediction: number[];
                            };
                        };
                        401: {
                            code: "unauthorized";
                            detail: string;
                            requestId: string;
                            status: 401;
                            title: string;
                            type: string;
                        };
                        403: {
                            code: "forbidden";
                            detail: string;
                            requestId: string;
                            status: 403;
                            title: string;
                            type: string;
                        };
                        422: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "invalid-request" | "unanswerable-row";
                            detail: string;
                            requestId: string;
                            status: 422;
                            title: string;
                            type: string;
                        };
                        429: {
                            code: "rate-limited";
                            detail: string;
                            requestId: string;
                            status: 429;
                            title: string;
                            type: string;
                        };
                        500: {
                            code: "internal";
                            detail: string;
                            requestId: string;
                            status: 500;
                            title: string;
                            type: string;
                        };
                        502: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "bad-classifier-answer";
                            detail: string;
                            requestId: string;
                            status: 502;
                            title: string;
                            type: string;
                        };
                        503: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "classifier-unavailable" | "not-ready" | "overloaded" | "quorum-not-met";
                            detail: string;
                            requestId: string;
                            status: 503;
                            title: string;
                            type: string;
                        };
                        504: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "deadline-exceeded";
                            detail: string;
                            requestId: string;
                            status: 504;
                            title: string;
                            type: string;
                        };
                    };
                };
            };
        };
        label: {
            batch: {
                post: {
                    body: {
                        data: number[][];
                    } | {
                        rows: {
                            petal_length: number;
                            petal_width: number;
                            sepal_length: number;
                            sepal_width: number;
                        }[];
                    };
                    headers: unknown;
                    params: {};
                    query: {
                        partial?: boolean;
                    };
                    response: {
                        200: {
                            prediction: {
                                label: "setosa" | "versicolor" | "virginica";
                                proba: number;
                            }[];
                        } | {
                            complete: boolean;
                            missing: ("setosa" | "versicolor" | "virginica")[];
                            prediction: {
                                label: "setosa" | "versicolor" | "virginica";
                                proba: number;
                            }[];
                        };
                        400: {
                            code: "malformed-json" | "malformed-request";
                            detail: string;
                            requestId: string;
                            status: 400;
                            title: string;
                            type: string;
                        };
                        401: {
                            code: "unauthorized";
                            detail: string;
                            requestId: string;
                            status: 401;
                            title: string;
                            type: string;
                        };
                        403: {
                            code: "forbidden";
                            detail: string;
                            requestId: string;
                            status: 403;
                            title: string;
                            type: string;
                        };
                        408: {
                            code: "body-too-slow";
                            detail: string;
                            requestId: string;
                            status: 408;
                            title: string;
                            type: string;
                        };
                        413: {
                            code: "body-too-large";
                            detail: string;
                            requestId: string;
                            status: 413;
                            title: string;
                            type: string;
                        };
                        415: {
                            code: "unsupported-media-type";
                            detail: string;
                            requestId: string;
                            status: 415;
                            title: string;
                            type: string;
                        };
                        422: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "invalid-request" | "unanswerable-row";
                            detail: string;
                            requestId: string;
                            status: 422;
                            title: string;
                            type: string;
                        };
                        429: {
                            code: "rate-limited";
                            detail: string;
                            requestId: string;
                            status: 429;
                            title: string;
                            type: string;
                        };
                        500: {
                            code: "internal";
                            detail: string;
                            requestId: string;
                            status: 500;
                            title: string;
                            type: string;
                        };
                        502: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "bad-classifier-answer";
                            detail: string;
                            requestId: string;
                            status: 502;
                            title: string;
                            type: string;
                        };
                        503: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "classifier-unavailable" | "not-ready" | "overloaded" | "quorum-not-met";
                            detail: string;
                            requestId: string;
                            status: 503;
                            title: string;
                            type: string;
                        };
                        504: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "deadline-exceeded";
                            detail: string;
                            requestId: string;
                            status: 504;
                            title: string;
                            type: string;
                        };
                    };
                };
            };
            post: {
                body: {
                    data: number[][];
                } | {
                    rows: {
                        petal_length: number;
                        petal_width: number;
                        sepal_length: number;
                        sepal_width: number;
                    }[];
                };
                headers: unknown;
                params: {};
                query: {
                    partial?: boolean;
                };
                response: {
                    200: {
                        prediction: {
                            label: "setosa" | "versicolor" | "virginica";
                            proba: number;
                        };
                    } | {
                        complete: boolean;
                        missing: ("setosa" | "versicolor" | "virginica")[];
                        prediction: {
                            label: "setosa" | "versicolor" | "virginica";
                            proba: number;
                        };
                    };
                    400: {
                        code: "malformed-json" | "malformed-request";
                        detail: string;
                        requestId: string;
                        status: 400;
                        title: string;
                        type: string;
                    };
                    401: {
                        code: "unauthorized";
                        detail: string;
                        requestId: string;
                        status: 401;
                        title: string;
                        type: string;
                    };
                    403: {
                        code: "forbidden";
                        detail: string;
                        requestId: string;
                        status: 403;
                        title: string;
                        type: string;
                    };
                    408: {
                        code: "body-too-slow";
                        detail: string;
                        requestId: string;
                        status: 408;
                        title: string;
                        type: string;
                    };
                    413: {
                        code: "body-too-large";
                        detail: string;
                        requestId: string;
                        status: 413;
                        title: string;
                        type: string;
                    };
                    415: {
                        code: "unsupported-media-type";
                        detail: string;
                        requestId: string;
                        status: 415;
                        title: string;
                        type: string;
                    };
                    422: {
                        classifiers?: {
                            setosa: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            versicolor: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            virginica: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                        };
                        code: "invalid-request" | "unanswerable-row";
                        detail: string;
                        requestId: string;
                        status: 422;
                        title: string;
                        type: string;
                    };
                    429: {
                        code: "rate-limited";
                        detail: string;
                        requestId: string;
                        status: 429;
                        title: string;
                        type: string;
                    };
                    500: {
                        code: "internal";
                        detail: string;
                        requestId: string;
                        status: 500;
                        title: string;
                        type: string;
                    };
                    502: {
                        classifiers?: {
                            setosa: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            versicolor: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            virginica: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                        };
                        code: "bad-classifier-answer";
                        detail: string;
                        requestId: string;
                        status: 502;
                        title: string;
                        type: string;
                    };
                    503: {
                        classifiers?: {
                            setosa: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            versicolor: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            virginica: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                        };
                        code: "classifier-unavailable" | "not-ready" | "overloaded" | "quorum-not-met";
                        detail: string;
                        requestId: string;
                        status: 503;
                        title: string;
                        type: string;
                    };
                    504: {
                        classifiers?: {
                            setosa: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            versicolor: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                            virginica: {
                                detail?: string;
                                outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                rows?: number[];
                            };
                        };
                        code: "deadline-exceeded";
                        detail: string;
                        requestId: string;
                        status: 504;
                        title: string;
                        type: string;
                    };
                };
            };
        };
        post: {
            body: {
                data: number[][];
            } | {
                rows: {
                    petal_length: number;
                    petal_width: number;
                    sepal_length: number;
                    sepal_width: number;
                }[];
            };
            headers: unknown;
            params: {};
            query: {
                partial?: boolean;
            };
            response: {
                200: {
                    setosa: {
                        prediction: number[];
                    };
                    versicolor: {
                        prediction: number[];
                    };
                    virginica: {
                        prediction: number[];
                    };
                } | {
                    setosa: {
                        error: {
                            code: "bad-classifier-answer" | "classifier-unavailable" | "deadline-exceeded" | "overloaded" | "unanswerable-row";
                            detail: string;
                        };
                    } | {
                        prediction: number[];
                    };
                    versicolor: {
                        error: {
                            code: "bad-classifier-answer" | "classifier-unavailable" | "deadline-exceeded" | "overloaded" | "unanswerable-row";
                            detail: string;
                        };
                    } | {
                        prediction: number[];
                    };
                    virginica: {
                        error: {
                            code: "bad-classifier-answer" | "classifier-unavailable" | "deadline-exceeded" | "overloaded" | "unanswerable-row";
                            detail: string;
                        };
                    } | {
                        prediction: number[];
                    };
                };
                400: {
                    code: "malformed-json" | "malformed-request";
                    detail: string;
                    requestId: string;
                    status: 400;
                    title: string;
                    type: string;
                };
                401: {
                    code: "unauthorized";
                    detail: string;
                    requestId: string;
                    status: 401;
                    title: string;
                    type: string;
                };
                403: {
                    code: "forbidden";
                    detail: string;
                    requestId: string;
                    status: 403;
                    title: string;
                    type: string;
                };
                408: {
                    code: "body-too-slow";
                    detail: string;
                    requestId: string;
                    status: 408;
                    title: string;
                    type: string;
                };
                413: {
                    code: "body-too-large";
                    detail: string;
                    requestId: string;
                    status: 413;
                    title: string;
                    type: string;
                };
                415: {
                    code: "unsupported-media-type";
                    detail: string;
                    requestId: string;
                    status: 415;
                    title: string;
                    type: string;
                };
                422: {
                    classifiers?: {
                        setosa: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                        versicolor: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                        virginica: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                    };
                    code: "invalid-request" | "unanswerable-row";
                    detail: string;
                    requestId: string;
                    status: 422;
                    title: string;
                    type: string;
                };
                429: {
                    code: "rate-limited";
                    detail: string;
                    requestId: string;
                    status: 429;
                    title: string;
                    type: string;
                };
                500: {
                    code: "internal";
                    detail: string;
                    requestId: string;
                    status: 500;
                    title: string;
                    type: string;
                };
                502: {
                    classifiers?: {
                        setosa: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                        versicolor: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                        virginica: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                    };
                    code: "bad-classifier-answer";
                    detail: string;
                    requestId: string;
                    status: 502;
                    title: string;
                    type: string;
                };
                503: {
                    classifiers?: {
                        setosa: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                        versicolor: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                        virginica: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                    };
                    code: "classifier-unavailable" | "not-ready" | "overloaded" | "quorum-not-met";
                    detail: string;
                    requestId: string;
                    status: 503;
                    title: string;
                    type: string;
                };
                504: {
                    classifiers?: {
                        setosa: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                        versicolor: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                        virginica: {
                            detail?: string;
                            outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                            rows?: number[];
                        };
                    };
                    code: "deadline-exceeded";
                    detail: string;
                    requestId: string;
                    status: 504;
                    title: string;
                    type: string;
                };
            };
            test: {
                get: {
                    body: unknown;
                    headers: unknown;
                    params: {};
                    query: unknown;
                    response: {
                        200: {
                            setosa: {
                                prediction: number[];
                            };
                            versicolor: {
                                prediction: number[];
                            };
                            virginica: {
                                prediction: number[];
                            };
                        };
                        401: {
                            code: "unauthorized";
                            detail: string;
                            requestId: string;
                            status: 401;
                            title: string;
                            type: string;
                        };
                        403: {
                            code: "forbidden";
                            detail: string;
                            requestId: string;
                            status: 403;
                            title: string;
                            type: string;
                        };
                        422: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "invalid-request" | "unanswerable-row";
                            detail: string;
                            requestId: string;
                            status: 422;
                            title: string;
                            type: string;
                        };
                        429: {
                            code: "rate-limited";
                            detail: string;
                            requestId: string;
                            status: 429;
                            title: string;
                            type: string;
                        };
                        500: {
                            code: "internal";
                            detail: string;
                            requestId: string;
                            status: 500;
                            title: string;
                            type: string;
                        };
                        502: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "bad-classifier-answer";
                            detail: string;
                            requestId: string;
                            status: 502;
                            title: string;
                            type: string;
                        };
                        503: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "classifier-unavailable" | "not-ready" | "overloaded" | "quorum-not-met";
                            detail: string;
                            requestId: string;
                            status: 503;
                            title: string;
                            type: string;
                        };
                        504: {
                            classifiers?: {
                                setosa: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                versicolor: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                                virginica: {
                                    detail?: string;
                                    outcome: "late" | "malformed" | "ok" | "rejected" | "shed" | "unanswerable" | "unavailable";
                                    rows?: number[];
                                };
                            };
                            code: "deadline-exceeded";
                            detail: string;
                            requestId: string;
                            status: 504;
                            title: string;
                            type: string;
                        };
                    };
                };
            };
        };
        stream: {
            post: {
                body: {
                    data: number[][];
                } | {
                    rows: {
                        petal_length: number;
                        petal_width: number;
                        sepal_length: number;
                        sepal_width: number;
                    }[];
                };
                headers: unknown;
                params: {};
                query: {
                    leaveOneOut?: boolean;
                    partial?: boolean;
                    until?: number;
                } | undefined;
                response: {
                    200: AsyncGenerator<{
                        data: {
                            complete: boolean;
                            leaveOneOut?: {
                                setosa?: {
                                    label: "setosa" | "versicolor" | "virginica";
                                    proba: number;
                                } | null;
                                versicolor?: {
                                    label: "setosa" | "versicolor" | "virginica";
                                    proba: number;
                                } | null;
                                virginica?: {
                                    label: "setosa" | "versicolor" | "virginica";
                                    proba: number;
                                } | null;
                            };
                            missing: ("setosa" | "versicolor" | "virginica")[];
                            prediction: {
                                label: "setosa" | "versicolor" | "virginica";
                                proba: number;
                            };
                        };
                        event: "label";
                    } | {
                        data: {
                            classifier: "setosa" | "versicolor" | "virginica";
                            error: {
                                code: "bad-classifier-answer" | "classifier-unavailable" | "deadline-exceeded" | "overloaded" | "unanswerable-row";
                                detail: string;
                            };
                            ms: number;
                        };
                        event: "error";
                    } | {
                        data: {
                            ms: number;
                        };
                        event: "done";
                    } | {
                        data: {
                            classifier: "setosa";
                            ms: number;
                            prediction: number[];
                        };
                        event: "prediction";
                    } | {
                        data: {
                            classifier: "versicolor";
                            ms: number;
                            prediction: number[];
                        };
                        event: "prediction";
                    } | {
                        data: {
                            classifier: "virginica";
                            ms: number;
                            prediction: number[];
                        };
                        event: "prediction";
                    }, void, unknown>;
                    400: {
                        code: "malformed-json" | "malformed-request";
                        detail: string;
                        requestId: string;
                        status: 400;
                        title: string;
                        type: string;
                    };
                    401: {
                        code: "unauthorized";
                        detail: string;
                        requestId: string;
                        status: 401;
                        title: string;
                        type: string;
                    };
                    403: {
                        code: "forbidden";
                        detail: string;
                        requestId: string;
                        status: 403;
                        title: string;
                        type: string;
                    };
                    408: {
                        code: "body-too-slow";
                        detail: string;
                        requestId: string;
                        status: 408;
                        title: string;
                        type: string;
                    };
                    413: {
                        code: "body-too-large";
                        detail: string;
                        requestId: string;
                        status: 413;
                        title: string;
                        type: string;
                    };
                    415: {
                        code: "unsupported-media-type";
                        detail: string;
                        requestId: string;
                        status: 415;
                        title: string;
                        type: string;
                    };
                    422: {
                        code: "invalid-request" | "unanswerable-row";
                        detail: string;
                        requestId: string;
                        status: 422;
                        title: string;
                        type: string;
                    };
                    429: {
                        code: "rate-limited";
                        detail: string;
                        requestId: string;
                        status: 429;
                        title: string;
                        type: string;
                    };
                    500: {
                        code: "internal";
                        detail: string;
                        requestId: string;
                        status: 500;
                        title: string;
                        type: string;
                    };
                    503: {
                        code: "classifier-unavailable" | "not-ready" | "overloaded" | "quorum-not-met";
                        detail: string;
                        requestId: string;
                        status: 503;
                        title: string;
                        type: string;
                    };
                };
            };
        };
    };
    services: {
        get: {
            body: unknown;
            headers: unknown;
            params: {};
            query: unknown;
            response: {
                200: {
                    setosa: {
                        calls: number;
                        hedges: number;
                        latency: {
                            p50Ms: number | null;
                            p99Ms: number | null;
                        };
                        outcomes: {
                            late: number;
                            malformed: number;
                            ok: number;
                            rejected: number;
                            shed: number;
                            unanswerable: number;
                            unavailable: number;
                        };
                        replicas: {
                            address: string;
                            callsUnderWay: number;
                            latencyMs: number;
                            sha256?: string;
                            state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                        }[];
                        requests: number;
                        retries: number;
                        rows: number;
                        rowsSent: number;
                        waitingRows: number;
                    };
                    versicolor: {
                        calls: number;
                        hedges: number;
                        latency: {
                            p50Ms: number | null;
                            p99Ms: number | null;
                        };
                        outcomes: {
                            late: number;
                            malformed: number;
                            ok: number;
                            rejected: number;
                            shed: number;
                            unanswerable: number;
                            unavailable: number;
                        };
                        replicas: {
                            address: string;
                            callsUnderWay: number;
                            latencyMs: number;
                            sha256?: string;
                            state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                        }[];
                        requests: number;
                        retries: number;
                        rows: number;
                        rowsSent: number;
                        waitingRows: number;
                    };
                    virginica: {
                        calls: number;
                        hedges: number;
                        latency: {
                            p50Ms: number | null;
                            p99Ms: number | null;
                        };
                        outcomes: {
                            late: number;
                            malformed: number;
                            ok: number;
                            rejected: number;
                            shed: number;
                            unanswerable: number;
                            unavailable: number;
                        };
                        replicas: {
                            address: string;
                            callsUnderWay: number;
                            latencyMs: number;
                            sha256?: string;
                            state: "closed" | "half-open" | "mismatched" | "not-ready" | "open" | "silent";
                        }[];
                        requests: number;
                        retries: number;
                        rows: number;
                        rowsSent: number;
                        waitingRows: number;
                    };
                };
                401: {
                    code: "unauthorized";
                    detail: string;
                    requestId: string;
                    status: 401;
                    title: string;
                    type: string;
                };
                403: {
                    code: "forbidden";
                    detail: string;
                    requestId: string;
                    status: 403;
                    title: string;
                    type: string;
                };
                404: {
                    code: "not-found";
                    detail: string;
                    requestId: string;
                    status: 404;
                    title: string;
                    type: string;
                };
                429: {
                    code: "rate-limited";
                    detail: string;
                    requestId: string;
                    status: 429;
                    title: string;
                    type: string;
                };
                500: {
                    code: "internal";
                    detail: string;
                    requestId: string;
                    status: 500;
                    title: string;
                    type: string;
                };
            };
        };
    };
    statistics: {
        get: {
            body: unknown;
            headers: unknown;
            params: {};
            query: unknown;
            response: {
                200: {
                    classifiers: {
                        distributions: {
                            bins: {
                                is: string;
                                late: number;
                                training?: number;
                            }[];
                            drift?: {
                                psi: number;
                                psiByChance: number;
                            };
                            of: string;
                        }[];
                        name: string;
                    }[];
                    disagreement?: {
                        disagreeing: number;
                        rows: number;
                    };
                    enoughRows: number;
                    features: {
                        distribution?: {
                            bins: {
                                is: string;
                                late: number;
                                training?: number;
                            }[];
                            drift?: {
                                psi: number;
                                psiByChance: number;
                            };
                            of: string;
                        };
                        missing: number;
                        name: string;
                        refused: number;
                    }[];
                    lateRows: number;
                    rows: number;
                };
                401: {
                    code: "unauthorized";
                    detail: string;
                    requestId: string;
                    status: 401;
                    title: string;
                    type: string;
                };
                403: {
                    code: "forbidden";
                    detail: string;
                    requestId: string;
                    status: 403;
                    title: string;
                    type: string;
                };
                404: {
                    code: "not-found";
                    detail: string;
                    requestId: string;
                    status: 404;
                    title: string;
                    type: string;
                };
                429: {
                    code: "rate-limited";
                    detail: string;
                    requestId: string;
                    status: 429;
                    title: string;
                    type: string;
                };
                500: {
                    code: "internal";
                    detail: string;
                    requestId: string;
                    status: 500;
                    title: string;
                    type: string;
                };
            };
        };
    };
};
/** The routes of the proxy: what each takes, and its answers by status. */
export type Routes = typeof routes;
/** The types of this package are those of the ensemble that it was built for; it takes no other. */
export type AnyEnsemble = never;
export type AnyDecide = (answers: never) => unknown;
export type RoutesFor<_ extends AnyEnsemble, _Decide extends AnyDecide = AnyDecide> = Routes;
export type Answers<_ extends AnyEnsemble> = never;
export {};
