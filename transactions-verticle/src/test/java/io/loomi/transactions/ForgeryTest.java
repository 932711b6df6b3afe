package io.loomi.transactions;

import io.loomi.common.auth.Permission;
import io.loomi.common.identity.Ids;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Forgeries;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.util.Base64;

/** Forged tokens at the transactions service. */
@Slow
class ForgeryTest extends Forgeries {

    private static final Bank BANK = Bank.shared();
    private static final TestCustomer CUSTOMER = BANK.customer();

    @Override
    protected TokenForge trusted() {
        return BANK.customers().forge();
    }

    @Override
    protected PublicKey publicKey() {
        return trusted().verificationKey().key();
    }

    @Override
    protected JsonObject goodClaims() {
        return trusted().claims(BANK.clock(), CUSTOMER.id(), Permission.READ_TRANSACTIONS);
    }

    @Override
    protected Answer show(String token) {
        return BANK.api().get("/api/accounts/me").as(token).send();
    }

    /** As long as a refresh token of customers: session, number and proof. */
    @Override
    protected String refreshToken() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[52]);
    }

    @Override
    protected String serviceToken() {
        JsonObject claims = trusted()
                .claims(BANK.clock(), Ids.ofService("transactions"), Permission.READ_USERS)
                .put("client_id", "transactions")
                .put("roles", new JsonArray().add("service"));
        claims.remove("sid");
        return trusted().signed(claims);
    }
}
