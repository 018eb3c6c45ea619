using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SubstraTee.Attestation.X509;

/// <summary>A public key as certificates carry it, checked when it is read: known curve and a point on it, or RSA of a usual size.</summary>
/// <remarks>
/// OpenSSL's form of the key is made at the first use and kept, since making it costs twice as much as verifying with it.
/// Several threads may use one key; they take turns.
/// </remarks>
#pragma warning disable CA1001 // Keys live as long as the certificates that hold them; their handles free themselves.
internal sealed class PublicKey : IEquatable<PublicKey>
#pragma warning restore CA1001
{
    /// <summary>The smallest RSA modulus, in bits.</summary>
    public const int MinRsaBits = 2048;

    /// <summary>The largest RSA modulus, in bits; what is larger only costs time.</summary>
    public const int MaxRsaBits = 4096;

    private const int MaxLength = 1024;

    private readonly ECParameters _point;
    private readonly RSAParameters _rsa;
    private readonly Lock _turn = new();
    private AsymmetricAlgorithm? _imported;

    private PublicKey(KeyAlgorithm algorithm, ReadOnlyMemory<byte> spki, ECParameters point, RSAParameters rsa)
    {
        Algorithm = algorithm;
        SubjectPublicKeyInfo = spki;
        _point = point;
        _rsa = rsa;
    }

    /// <summary>The kind of key.</summary>
    public KeyAlgorithm Algorithm { get; }

    /// <summary>The DER that the key was read from.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>x ‖ y of an elliptic curve key, in the curve's full length; empty for RSA.</summary>
    public byte[] Coordinates => Algorithm == KeyAlgorithm.Rsa ? [] : [.. _point.Q.X!, .. _point.Q.Y!];

    /// <summary>Reads a SubjectPublicKeyInfo.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> spki, [NotNullWhen(true)] out PublicKey? key)
    {
        try
        {
            key = Parse(spki);
            return true;
        }
        catch (RefusalException)
        {
            key = null;
            return false;
        }
    }

    /// <summary>Reads a SubjectPublicKeyInfo.</summary>
    /// <exception cref="RefusalException">The key is malformed, not on its curve, or of a kind or size that is not allowed.</exception>
    public static PublicKey Parse(ReadOnlyMemory<byte> spki)
    {
        Check.That(spki.Length <= MaxLength, RefusalReason.CertificateKeyInvalid, $"a public key of {spki.Length} bytes");
        return Der.Read(spki, RefusalReason.CertificateKeyInvalid, "public key", outer =>
        {
            var reader = outer.ReadSequence();
            var algorithm = reader.ReadSequence();
            var oid = algorithm.ReadObjectIdentifier();
            if (oid == Oids.RsaEncryption)
            {
                algorithm.ReadNull();
                algorithm.ThrowIfNotEmpty();
                var modulus = ReadRsa(Der.ReadWholeBits(reader));
                reader.ThrowIfNotEmpty();
                return new PublicKey(KeyAlgorithm.Rsa, spki, default, modulus);
            }

            Check.That(oid == Oids.EcPublicKey, RefusalReason.CertificateKeyInvalid, $"key algorithm {oid} is not allowed");
            var curve = algorithm.ReadObjectIdentifier() switch
            {
                Oids.P256 => KeyAlgorithm.P256,
                Oids.P384 => KeyAlgorithm.P384,
                Oids.P521 => KeyAlgorithm.P521,
                var other => throw new RefusalException(RefusalReason.CertificateKeyInvalid, $"curve {other} is not allowed"),
            };
            algorithm.ThrowIfNotEmpty();
            var sec1 = Der.ReadWholeBits(reader).Span;
            reader.ThrowIfNotEmpty();
            Check.That(
                sec1.Length > 0 && sec1[0] == 4, RefusalReason.CertificateKeyInvalid, "an elliptic curve key is not an uncompressed point");
            return new PublicKey(curve, spki, Point(curve, sec1[1..]), default);
        });
    }

    /// <summary>Makes a key of x ‖ y.</summary>
    /// <exception cref="RefusalException">The length is wrong or the point is not on the curve.</exception>
    public static PublicKey FromCoordinates(KeyAlgorithm curve, ReadOnlySpan<byte> coordinates)
    {
        var point = Point(curve, coordinates);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.EcPublicKey);
                writer.WriteObjectIdentifier(curve switch
                {
                    KeyAlgorithm.P256 => Oids.P256,
                    KeyAlgorithm.P384 => Oids.P384,
                    _ => Oids.P521,
                });
            }

            writer.WriteBitString([4, .. coordinates]);
        }

        return new PublicKey(curve, writer.Encode(), point, default);
    }

    /// <summary>Verifies a signature as certificates carry it: ECDSA as DER, RSA as it is.</summary>
    /// <returns>False also when the scheme does not fit the key.</returns>
    public bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Verify(scheme, data, signature, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Verifies an ECDSA signature of r ‖ s in the curve's full length, as quotes and COSE carry it.</summary>
    /// <returns>False also when the scheme does not fit the key.</returns>
    public bool VerifyFixed(SignatureScheme scheme, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Verify(scheme, data, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <inheritdoc/>
    public bool Equals(PublicKey? other) =>
        other is not null && SubjectPublicKeyInfo.Span.SequenceEqual(other.SubjectPublicKeyInfo.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(SubjectPublicKeyInfo.Span);
        return hash.ToHashCode();
    }

    private bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, DSASignatureFormat format)
    {
        var isEcdsa = scheme is SignatureScheme.EcdsaSha256 or SignatureScheme.EcdsaSha384 or SignatureScheme.EcdsaSha512;
        if (isEcdsa == (Algorithm == KeyAlgorithm.Rsa))
        {
            return false;
        }

        lock (_turn)
        {
            _imported ??= isEcdsa ? ECDsa.Create(_point) : RSA.Create(_rsa);
            if (_imported is ECDsa ecdsa)
            {
                return ecdsa.VerifyData(data, signature, scheme.Hash(), format);
            }

            var padding = scheme is SignatureScheme.RsaPssSha256 or SignatureScheme.RsaPssSha384 or SignatureScheme.RsaPssSha512
                ? RSASignaturePadding.Pss
                : RSASignaturePadding.Pkcs1;
            return ((RSA)_imported).VerifyData(data, signature, scheme.Hash(), padding);
        }
    }

    private static ECParameters Point(KeyAlgorithm curve, ReadOnlySpan<byte> coordinates)
    {
        var (length, named) = curve switch
        {
            KeyAlgorithm.P256 => (32, ECCurve.NamedCurves.nistP256),
            KeyAlgorithm.P384 => (48, ECCurve.NamedCurves.nistP384),
            KeyAlgorithm.P521 => (66, ECCurve.NamedCurves.nistP521),
            _ => throw new RefusalException(RefusalReason.CertificateKeyInvalid, "an RSA key has no coordinates"),
        };
        Check.That(
            coordinates.Length == 2 * length,
            RefusalReason.CertificateKeyInvalid,
            $"a point of {coordinates.Length} bytes, where the curve has {2 * length}");
        var x = coordinates[..length];
        var y = coordinates[length..];
        Check.That(
            CurveEquation.Holds(curve, x, y), RefusalReason.CertificateKeyInvalid, "a public key is not a point on its curve");
        return new ECParameters { Curve = named, Q = new ECPoint { X = x.ToArray(), Y = y.ToArray() } };
    }

    private static RSAParameters ReadRsa(ReadOnlyMemory<byte> bits)
    {
        var outer = new AsnReader(bits, AsnEncodingRules.DER);
        var reader = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var modulus = Unsigned(reader.ReadIntegerBytes());
        var exponent = Unsigned(reader.ReadIntegerBytes());
        reader.ThrowIfNotEmpty();
        var usual = modulus.Length is >= MinRsaBits / 8 and <= MaxRsaBits / 8 && modulus[0] >= 0x80 && (modulus[^1] & 1) == 1
            && exponent.Length is >= 1 and <= 4 && (exponent[^1] & 1) == 1 && (exponent.Length > 1 || exponent[0] > 1);
        Check.That(usual, RefusalReason.CertificateKeyInvalid, $"an RSA key of {8 * modulus.Length} bits with an unusual modulus or exponent");
        return new RSAParameters { Modulus = modulus, Exponent = exponent };
    }

    private static byte[] Unsigned(ReadOnlyMemory<byte> integer)
    {
        var bytes = integer.Span;
        if ((bytes[0] & 0x80) != 0)
        {
            throw new AsnContentException("a number of an RSA key is negative");
        }

        return (bytes[0] == 0 && bytes.Length > 1 ? bytes[1..] : bytes).ToArray();
    }
}
