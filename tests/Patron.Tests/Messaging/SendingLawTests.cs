using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMessages;

namespace Patron.Tests.Messaging;

/// <summary>
/// Two workers at once that die at random moments: before the hand-off, in it, amid the giving of messages, before the record. The clock jumps both ways, the sending is paused
/// and resumed. Whatever happens, nobody gets a message twice, nobody is forgotten, and the states add up at every moment.
/// </summary>
public sealed class SendingLawTests
{
    private const int People = 60;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite, 1), InlineData(Database.Sqlite, 2), InlineData(Database.Postgres, 3), InlineData(Database.Postgres, 4)]
    public async Task Nothing_is_sent_twice_and_nothing_is_lost(Database kind, int seed)
    {
        var chance = new Random(seed);
        var channel = new DyingChannel(seed);
        await using var patron = await SendingSample.Start(kind, services =>
        {
            services.AddSingleton<IChannel>(channel);
            services.AddSingleton<IContactPolicy>(new DyingPolicy(channel));
            services.AddSingleton(new SendPace(7, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), 5, TimeSpan.FromSeconds(30)));
        });
        var people = await patron.People(People);
        var template = await patron.Template(channel: "sms");
        await patron.Plan(people.Take(People / 2).Select(p => template.To(p, patron.Clock.Now, "sms")));
        var worker = patron.Get<SendWorker>();
        var planned = People / 2;

        for (var round = 0; round < 25; round++)
        {
            if (round == 10) planned += (int)await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now, "sms")));
            if (round % 7 == 3) await patron.Tell((m, s) => m.Pause(s, SendingSample.Campaign, Ct));
            if (round % 7 == 5) await patron.Tell((m, s) => m.Resume(s, SendingSample.Campaign, Ct));
            await Task.WhenAll(Try(worker), Try(worker));
            await AddsUp();
            patron.Clock.Advance(TimeSpan.FromMinutes(chance.Next(-3, 9)));
        }

        channel.Mortal = false;
        await patron.Tell((m, s) => m.Resume(s, SendingSample.Campaign, Ct));
        for (var days = 0; days < 4; days++)
        {
            patron.Clock.Advance(TimeSpan.FromDays(1));
            await patron.SendAll();
        }
        var counts = await AddsUp();
        Assert.Equal((People, 0, 0, 0), (counts.Planned, counts.Queued, counts.Claimed, counts.HandedOff));
        Assert.All(channel.Given.Values, times => Assert.Equal(1, times));
        // Whoever was told that it was sent got it; of those who got it without our knowing, each is unknown.
        Assert.InRange(channel.Given.Count, counts.Sent, counts.Sent + counts.Unknown);
        Assert.True(counts.Sent > 0 && counts.Unknown > 0, "Chance tried too little.");

        async Task<SendingCounts> AddsUp()
        {
            var now = await patron.Counts();
            Assert.Equal((planned, planned), (now.Planned, now.Sum()));
            return now;
        }
    }

    private static async Task Try(SendWorker worker)
    {
        try
        {
            await worker.Pass(Ct);
        }
        catch (DeathException)
        {
            // What a process that is killed leaves behind: nothing was cleaned up.
        }
    }

    private sealed class DeathException : Exception;

    /// <summary>Gives messages to nobody, counts them, and dies now and then.</summary>
    private sealed class DyingChannel(int seed) : IWireChannel
    {
        private readonly Random chance = new(seed);
        private readonly Lock gate = new();

        public bool Mortal { get; set; } = true;
        public ConcurrentDictionary<MessageId, int> Given { get; } = new();
        public string Name => "sms";

        public Task<bool> IsReady(CancellationToken ct) => Task.FromResult(true);

        public Task Deliver(IReadOnlyList<Outgoing> messages, Delivery[] fates, CancellationToken ct)
        {
            foreach (var (at, message) in messages.Index())
            {
                DieSometimes(20);
                var lot = Lot(10);
                if (Mortal && lot == 0)
                {
                    fates[at] = Delivery.Again("unreachable");
                    continue;
                }
                Given.AddOrUpdate(message.Message.Id, 1, (_, times) => times + 1);
                DieSometimes(20);
                fates[at] = Mortal && lot == 1 ? Delivery.Unknown("lost") : Delivery.Sent;
            }
            DieSometimes(10);
            return Task.CompletedTask;
        }

        public void DieSometimes(int oneIn)
        {
            if (Mortal && Lot(oneIn) == 0) throw new DeathException();
        }

        private int Lot(int of)
        {
            lock (gate) return chance.Next(of);
        }
    }

    private sealed class DyingPolicy(DyingChannel channel) : IContactPolicy
    {
        public Task<IReadOnlyList<ContactVerdict>> Judge(BulkSession session, IReadOnlyList<ContactWish> wishes, DateTimeOffset at, CancellationToken ct)
        {
            channel.DieSometimes(8);
            return Task.FromResult<IReadOnlyList<ContactVerdict>>(new ContactVerdict[wishes.Count]);
        }

        public Task<ContactBarrier[]> Foresee(CustomerBaseSnapshot snapshot, ReadOnlyMemory<int> customers, string channel, string purpose, string? topic, DateTimeOffset at, CancellationToken ct) => throw new NotSupportedException();

        public Task<bool[]> Yields(CustomerBaseSnapshot snapshot, ReadOnlyMemory<int> customers, string channel, string purpose, Func<int, IReadOnlyList<string>> dearer, DateTimeOffset at, CancellationToken ct) =>
            Task.FromResult(new bool[customers.Length]);

        public Task Made(BulkSession session, IReadOnlyList<ContactWish> made, DateTimeOffset at, CancellationToken ct)
        {
            channel.DieSometimes(12);
            return Task.CompletedTask;
        }
    }
}
