/** Set by our own handler from the connection, over whatever a client sent under this name. */
export const CLIENT_IP_HEADER = "x-millrace-client-ip";
