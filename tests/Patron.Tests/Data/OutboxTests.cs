using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests.Data;

public class OutboxTests
{
    private sealed class Handler : IOutboxHandler
    {
        public string Topic => "test";
        public List<string> Handled { get; } = [];
        public bool Fails { get; set; }

        public Task Handle(long messageId, string payload, CancellationToken ct)
        {
            if (Fails) throw new TimeoutException("the peer is slow");
            Handled.Add(payload);
            return Task.CompletedTask;
        }
    }

    private static async Task<(PatronServices App, Handler Handler)> Start(Database kind)
    {
        var handler = new Handler();
        return (await PatronServices.Start(kind, s => s.AddSingleton<IOutboxHandler>(handler)), handler);
    }

    private static async Task Send(PatronServices app, string payload)
    {
        await using var db = await app.Db();
        db.Send(app.Get<IdMaker>(), app.Clock, "test", payload);
        await db.SaveChangesAsync();
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_message_is_delivered_and_gone(Database kind)
    {
        var (app, handler) = await Start(kind);
        await using var _ = app;
        await Send(app, "a");
        await Send(app, "b");

        Assert.Equal(2, await app.Get<OutboxDelivery>().DeliverDue(default));

        Assert.Equal(["a", "b"], handler.Handled);
        await using var db = await app.Db();
        Assert.Empty(await db.Set<OutboxMessage>().ToListAsync());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_failing_message_waits_longer_each_time_and_ends_as_a_dead_letter_that_is_kept(Database kind)
    {
        var (app, handler) = await Start(kind);
        await using var _ = app;
        handler.Fails = true;
        await Send(app, "a");
        var delivery = app.Get<OutboxDelivery>();

        Assert.Equal(1, await delivery.DeliverDue(default));
        Assert.Equal(0, await delivery.DeliverDue(default));
        for (var attempt = 2; attempt <= OutboxDelivery.MaxAttempts; attempt++)
        {
            app.Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(1, await delivery.DeliverDue(default));
        }
        app.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await delivery.DeliverDue(default));

        await using var db = await app.Db();
        var dead = await db.Set<OutboxMessage>().SingleAsync();
        Assert.NotNull(dead.DeadAt);
        Assert.Equal(nameof(TimeoutException), dead.Error);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Two_deliverers_never_share_a_message(Database kind)
    {
        var (app, handler) = await Start(kind);
        await using var _ = app;
        for (var i = 0; i < 30; i++) await Send(app, i.ToString(System.Globalization.CultureInfo.InvariantCulture));

        var taken = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => app.Get<OutboxDelivery>().DeliverDue(default))));

        Assert.Equal(30, taken.Sum());
        Assert.Equal(30, handler.Handled.Distinct().Count());
    }
}
