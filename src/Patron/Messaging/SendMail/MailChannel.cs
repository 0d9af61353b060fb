using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Messaging.SendMessages;

namespace Patron.Messaging.SendMail;

/// <summary>E-mail over a few connections at once, which stay open while there is something to send.</summary>
internal sealed class MailChannel(SmtpSettings settings, IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IWireChannel, IAsyncDisposable
{
    private const int Connections = 4;

    /// <summary>A server closes a connection that says nothing for some minutes.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20), Rest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentBag<(SmtpConnection Connection, SmtpServer Server, DateTimeOffset Used)> open = [];
    private long restsUntil;

    public string Name => ContactChannels.Email;

    /// <summary>
    /// Not while no server is set, nor for half a minute after one could not be reached, or was lost before it said that it had taken a message: nothing is claimed in vain, and a server
    /// that breaks off each time leaves a few messages in doubt and not all of them.
    /// </summary>
    public async Task<bool> IsReady(CancellationToken ct) => !Rests && await settings.Read(ct) is not null;

    // A rest that is longer than one ever is was begun before the clock was put back.
    private bool Rests => Interlocked.Read(ref restsUntil) - clock.GetUtcNow().UtcTicks is > 0 and var left && left <= Rest.Ticks;

    private void BeginRest() => Interlocked.Exchange(ref restsUntil, (clock.GetUtcNow() + Rest).UtcTicks);

    public async Task Deliver(IReadOnlyList<Outgoing> messages, Delivery[] fates, CancellationToken ct)
    {
        if (await settings.Read(CancellationToken.None) is not { } setting) return;
        var server = settings.Server(setting);
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var (next, sender) = (-1, await db.Sender(CancellationToken.None));
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Connections, messages.Count)).Select(_ => SendSome()));

        async Task SendSome()
        {
            SmtpConnection? connection = null;
            try
            {
                while (!ct.IsCancellationRequested && !Rests && Interlocked.Increment(ref next) is var at && at < messages.Count)
                {
                    if (messages[at].Customer.Golden.Email is not { } to)
                    {
                        fates[at] = Delivery.Failed(Why.Address);
                        continue;
                    }
                    if (connection is not { IsUsable: true })
                    {
                        if (connection is not null) await connection.DisposeAsync();
                        connection = null;
                        connection = await Take(server);
                    }
                    fates[at] = await connection.Send(sender.OwnReturn ? ReturnAddress.Of(setting.From, messages[at].Message.Id) : setting.From, to, MimeMessage.Write(messages[at], to, setting, clock.GetUtcNow()));
                    if (fates[at].Fate == Fate.Unknown) BeginRest();
                }
                if (connection is { IsUsable: true }) open.Add((connection, server, clock.GetUtcNow()));
                else if (connection is not null) await connection.DisposeAsync();
            }
            catch (SmtpUnreachableException)
            {
                // Those not begun go back as they were; nobody asks again for a while.
                BeginRest();
            }
        }
    }

    private async Task<SmtpConnection> Take(SmtpServer server)
    {
        while (open.TryTake(out var kept))
        {
            if (kept.Connection.IsUsable && kept.Server == server && clock.GetUtcNow() - kept.Used < Idle) return kept.Connection;
            await kept.Connection.DisposeAsync();
        }
        return await SmtpConnection.Open(server, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        while (open.TryTake(out var kept)) await kept.Connection.DisposeAsync();
    }
}
