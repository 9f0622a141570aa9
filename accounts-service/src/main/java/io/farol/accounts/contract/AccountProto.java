package io.farol.accounts.contract;

import com.google.protobuf.Timestamp;
import com.google.type.Date;
import com.google.type.Money;
import io.farol.accounts.account.AccountView;
import io.farol.accounts.account.AccountWithMrr;
import io.farol.accounts.v1.Account;
import io.farol.accounts.v1.AccountState;
import java.math.BigDecimal;
import java.time.LocalDate;

/** Accounts as gRPC says them. */
final class AccountProto {
    private AccountProto() {}

    static Account of(AccountWithMrr worth) {
        AccountView account = worth.account();
        Account.Builder message = Account.newBuilder()
                .setId(account.id().value().toString())
                .setName(account.name())
                .setState(state(account.state()))
                .setVersion(account.etag().number())
                .setCreatedAt(Timestamp.newBuilder()
                        .setSeconds(account.createdAt().getEpochSecond())
                        .setNanos(account.createdAt().getNano()));
        if (account.externalId() != null) {
            message.setExternalId(account.externalId());
        }
        if (account.activatedOn() != null) {
            message.setActivatedOn(date(account.activatedOn()));
        }
        if (account.csmId() != null) {
            message.setCsmId(account.csmId().value().toString());
        }
        if (account.csmName() != null) {
            message.setCsmName(account.csmName());
        }
        if (worth.mrr() != null) {
            message.setMrr(money(worth.mrr()));
        }
        return message.build();
    }

    private static AccountState state(io.farol.accounts.account.AccountState state) {
        return switch (state) {
            case PROSPECT -> AccountState.ACCOUNT_STATE_PROSPECT;
            case ONBOARDING -> AccountState.ACCOUNT_STATE_ONBOARDING;
            case ACTIVE -> AccountState.ACCOUNT_STATE_ACTIVE;
            case FROZEN -> AccountState.ACCOUNT_STATE_FROZEN;
            case CHURNED -> AccountState.ACCOUNT_STATE_CHURNED;
        };
    }

    private static Date date(LocalDate date) {
        return Date.newBuilder()
                .setYear(date.getYear())
                .setMonth(date.getMonthValue())
                .setDay(date.getDayOfMonth())
                .build();
    }

    private static Money money(io.farol.runtime.money.Money money) {
        BigDecimal[] parts = money.amount().divideAndRemainder(BigDecimal.ONE);
        return Money.newBuilder()
                .setCurrencyCode(money.currency().getCurrencyCode())
                .setUnits(parts[0].longValueExact())
                .setNanos(parts[1].movePointRight(9).intValueExact())
                .build();
    }
}
