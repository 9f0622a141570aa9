package io.farol.accounts;

import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.ListAccountsRequest;
import io.farol.testkit.ServiceUnderTest;
import io.farol.testkit.TokenContract;
import io.grpc.Channel;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class TokenTest extends TokenContract {
    @Override
    protected String readablePath() {
        return "/v1/accounts";
    }

    @Override
    protected void call(Channel channel) {
        AccountsServiceGrpc.newBlockingStub(channel).listAccounts(ListAccountsRequest.getDefaultInstance());
    }
}
