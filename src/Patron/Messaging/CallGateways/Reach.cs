using System.Net;
using System.Net.Sockets;

namespace Patron.Messaging.CallGateways;

/// <summary>
/// Connects to where an administrator has said that messages go. That may well be a machine of the same house, so private networks are open; but never addresses that stand for no
/// single machine, nor link-local ones, behind which a computing centre keeps the secrets of its machines. What a name means is asked once and connected to, so it cannot change in between.
/// </summary>
internal static class Reach
{
    /// <exception cref="SocketException">No address of the host may be reached, or none answers.</exception>
    /// <exception cref="TimeoutException">No connection came about in time: nothing was told.</exception>
    public static async ValueTask<Stream> Connect(DnsEndPoint host, TimeSpan patience, TimeProvider clock, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var connected = false;
        try
        {
            var open = (await Dns.GetHostAddressesAsync(host.Host, either.Token)).Where(IsOpen).ToArray();
            if (open.Length == 0) throw new SocketException((int)SocketError.NetworkUnreachable);
            await socket.ConnectAsync(open, host.Port, either.Token);
            connected = true;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        finally
        {
            if (!connected) socket.Dispose();
        }
    }

    /// <summary>An address within IPv6 counts as what it stands for.</summary>
    internal static bool IsOpen(IPAddress address)
    {
        var meant = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (meant.AddressFamily == AddressFamily.InterNetworkV6) return !meant.IsIPv6LinkLocal && !meant.IsIPv6Multicast && !meant.Equals(IPAddress.IPv6Any);
        var bytes = meant.GetAddressBytes();
        return bytes is not [0, ..] and not [169, 254, ..] && bytes[0] < 224;
    }
}
