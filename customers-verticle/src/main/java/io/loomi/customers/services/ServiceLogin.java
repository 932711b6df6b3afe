package io.loomi.customers.services;

import io.loomi.common.auth.ServiceCredentials;
import io.loomi.common.errors.Failure;
import io.loomi.customers.entities.ClientCredentials;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services sign in, with credentials of their own instead of anybody's token. */
public final class ServiceLogin {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceLogin.class);

    private final ServiceCredentials expected;
    private final TokenIssuer tokens;

    public ServiceLogin(ServiceCredentials expected, TokenIssuer tokens) {
        this.expected = expected;
        this.tokens = tokens;
    }

    /**
     * An access token for the service; fails with Unauthenticated.
     *
     * @param shown what the caller may have meant by what they sent; one of them must be right
     */
    public Future<String> login(List<ClientCredentials> shown) {
        long right = shown.stream()
                .filter(credentials -> expected.areShownBy(credentials.id(), credentials.secret()))
                .count(); // looks at all of them, whichever is right
        if (right == 0) {
            LOG.atWarn().log("Service sign-in refused");
            return Future.failedFuture(new Failure.Unauthenticated(
                    "wrong-credentials",
                    "The client id or the client secret is missing or wrong.",
                    Failure.Unauthenticated.Proof.CLIENT_SECRET));
        }
        LOG.atInfo().addKeyValue("clientId", expected.id()).log("Service signed in");
        return Future.succeededFuture(tokens.issueForService(expected.id()));
    }
}
