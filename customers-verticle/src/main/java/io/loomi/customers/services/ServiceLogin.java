package io.loomi.customers.services;

import io.loomi.common.auth.ServiceCredentials;
import io.loomi.common.errors.Failure;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.ClientCredentials;
import io.loomi.customers.repositories.AuditRepository;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs services in with their client credentials. */
public final class ServiceLogin {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceLogin.class);

    private final ServiceCredentials expected;
    private final TokenIssuer tokens;
    private final AuditRepository audit;
    private final SignInFailureAudit failures;

    public ServiceLogin(
            ServiceCredentials expected, TokenIssuer tokens, AuditRepository audit, SignInFailureAudit failures) {
        this.expected = expected;
        this.tokens = tokens;
        this.audit = audit;
        this.failures = failures;
    }

    /**
     * Issues an access token for the service. Fails with Unauthenticated.
     *
     * @param candidates the possible readings of the credentials that were sent; one of them must be right
     */
    public Future<String> login(List<ClientCredentials> candidates, AuditContext context) {
        long matches = candidates.stream()
                .filter(credentials -> expected.match(credentials.id(), credentials.secret()))
                .count(); // compares all candidates, so that the time does not reveal which one matches
        if (matches == 0) {
            LOG.atWarn().log("Service sign-in refused");
            return failures.addServiceSignIn(context)
                    .compose(_ -> Future.failedFuture(new Failure.Unauthenticated(
                            "wrong-credentials",
                            "The client id or the client secret is missing or wrong.",
                            Failure.Unauthenticated.Proof.CLIENT_SECRET)));
        }
        LOG.atInfo().addKeyValue("clientId", expected.id()).log("Service signed in");
        return audit.add("service-token-issued", Optional.empty(), Map.of(), context.withActor(expected.id()))
                .map(_ -> tokens.issueForService(expected.id()));
    }
}
