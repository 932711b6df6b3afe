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

/** Services sign in, with credentials of their own instead of anybody's token. */
public final class ServiceLogin {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceLogin.class);

    private final ServiceCredentials expected;
    private final TokenIssuer tokens;
    private final AuditRepository audit;
    private final SignInFailureAudit refusals;

    public ServiceLogin(
            ServiceCredentials expected, TokenIssuer tokens, AuditRepository audit, SignInFailureAudit refusals) {
        this.expected = expected;
        this.tokens = tokens;
        this.audit = audit;
        this.refusals = refusals;
    }

    /**
     * An access token for the service; fails with Unauthenticated.
     *
     * @param shown what the caller may have meant by what they sent; one of them must be right
     */
    public Future<String> login(List<ClientCredentials> shown, AuditContext act) {
        long right = shown.stream()
                .filter(credentials -> expected.areShownBy(credentials.id(), credentials.secret()))
                .count(); // looks at all of them, whichever is right
        if (right == 0) {
            LOG.atWarn().log("Service sign-in refused");
            return refusals.service(act)
                    .compose(_ -> Future.failedFuture(new Failure.Unauthenticated(
                            "wrong-credentials",
                            "The client id or the client secret is missing or wrong.",
                            Failure.Unauthenticated.Proof.CLIENT_SECRET)));
        }
        LOG.atInfo().addKeyValue("clientId", expected.id()).log("Service signed in");
        return audit.add("service-token-issued", Optional.empty(), Map.of(), act.by(expected.id()))
                .map(_ -> tokens.issueForService(expected.id()));
    }
}
